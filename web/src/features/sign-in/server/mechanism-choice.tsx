import { Mechanism } from "@popgate/shared/api/mailbox";
import { useId, type ReactNode } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import type { OfferedMechanisms } from "./offered-mechanisms.ts";
import styles from "./server-fields.module.css";

interface MechanismChoiceProps {
  readonly offered: OfferedMechanisms;
  readonly value: Mechanism;
  readonly onChange: (mechanism: Mechanism) => void;
}

const HINTS: Readonly<Partial<Record<Mechanism, string>>> = messages.signIn.mechanismHints;

/** For servers that offer a mechanism which does not work, or want a token. */
export function MechanismChoice({ offered, value, onChange }: MechanismChoiceProps): ReactNode {
  const words = messages.signIn;
  const hintId = useId();
  const hint = HINTS[value];
  const choose = (name: string): void => {
    const mechanism = Mechanism.safeParse(name);
    if (mechanism.success) onChange(mechanism.data);
  };
  return (
    <label>
      {words.mechanism}
      <select
        value={value}
        aria-describedby={hint === undefined ? undefined : hintId}
        onChange={(event) => {
          choose(event.target.value);
        }}
      >
        {offered.withPassword.map((mechanism) => (
          <option key={mechanism} value={mechanism}>
            {mechanism === "auto" ? words.mechanismAuto : mechanism}
          </option>
        ))}
        <optgroup label={words.mechanismTokens}>
          {offered.withToken.map((mechanism) => (
            <option key={mechanism} value={mechanism}>
              {mechanism}
            </option>
          ))}
        </optgroup>
      </select>
      {hint !== undefined && (
        <span id={hintId} className={styles["hint"]}>
          {hint}
        </span>
      )}
    </label>
  );
}
