import type { Security, ServerAddress, Servers } from "@popgate/shared/api/mailbox";
import { useState, type ReactNode } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { addressOf, USUAL_PORT, type ServerChoice } from "./server-choice.ts";
import { SecurityChoice } from "./security-choice.tsx";
import styles from "./server-fields.module.css";

interface ServerFieldsProps {
  readonly servers: Servers;
  readonly choice: ServerChoice | undefined;
  readonly onChange: (choice: ServerChoice) => void;
  /** How to sign in there: a choice for those who know why. */
  readonly children: ReactNode;
}

const OTHER = " other";

/** One line that says where the sign-in goes; "Change" unfolds presets, host, port and security. */
export function ServerFields({ servers, choice, onChange, children }: ServerFieldsProps): ReactNode {
  const words = messages.signIn;
  const address = addressOf(servers, choice);
  const [isOpen, setIsOpen] = useState(address === undefined || address.host === "");
  const choosePreset = (value: string): void => {
    if (value !== OTHER) onChange({ kind: "preset", preset: value });
    else onChange({ kind: "other", server: address ?? { host: "", port: USUAL_PORT.tls, security: "tls" } });
  };
  return (
    <div className={styles["server"]}>
      <div className={styles["line"]}>
        <span>{words.server}</span>
        <b className={styles["name"]} dir="ltr">
          {address && address.host !== "" ? `${address.host}:${String(address.port)}` : "—"}
        </b>
        {address && <span className={styles["kind"]}>{words.securities[address.security]}</span>}
        <Button
          look="quiet"
          aria-expanded={isOpen}
          onClick={() => {
            setIsOpen(!isOpen);
          }}
        >
          {isOpen ? words.done : words.change}
        </Button>
      </div>
      {isOpen && (
        <div className={styles["fields"]}>
          {servers.presets.length > 0 && (
            <select
              aria-label={words.server}
              value={choice?.kind === "preset" ? choice.preset : OTHER}
              onChange={(event) => {
                choosePreset(event.target.value);
              }}
            >
              {servers.presets.map((preset) => (
                <option key={preset.id} value={preset.id}>
                  {preset.name}
                </option>
              ))}
              {servers.otherHosts && <option value={OTHER}>{words.otherServer}</option>}
            </select>
          )}
          {choice?.kind === "other" && (
            <AddressFields
              address={choice.server}
              onChange={(server) => {
                onChange({ kind: "other", server });
              }}
            />
          )}
          {children}
        </div>
      )}
    </div>
  );
}

interface AddressFieldsProps {
  readonly address: ServerAddress;
  readonly onChange: (address: ServerAddress) => void;
}

function AddressFields({ address, onChange }: AddressFieldsProps): ReactNode {
  const words = messages.signIn;
  const setSecurity = (security: Security): void => {
    // A port that was typed stays; a usual one follows the security.
    const isUsual = Object.values(USUAL_PORT).includes(address.port);
    onChange({ ...address, security, port: isUsual ? USUAL_PORT[security] : address.port });
  };
  return (
    <>
      <div className={styles["hostport"]}>
        <label>
          {words.host}
          <input
            required
            maxLength={253}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            dir="ltr"
            value={address.host}
            onChange={(event) => {
              onChange({ ...address, host: event.target.value.trim() });
            }}
          />
        </label>
        <label>
          {words.port}
          <input
            required
            type="number"
            min={1}
            max={65535}
            value={address.port === 0 ? "" : address.port}
            onChange={(event) => {
              onChange({ ...address, port: Number(event.target.value) });
            }}
          />
        </label>
      </div>
      <SecurityChoice value={address.security} onChange={setSecurity} />
    </>
  );
}
