import { Mechanism } from "@popgate/shared/api/mailbox";
import { useId, type ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import styles from "./server-fields.module.css";

interface MechanismChoiceProps {
  readonly value: Mechanism;
  readonly onChange: (mechanism: Mechanism) => void;
}

const HINTS: Readonly<Partial<Record<Mechanism, string>>> = messages.signIn.mechanismHints;

/** For servers that offer a mechanism which does not work, or want a token. */
export function MechanismChoice({ value, onChange }: MechanismChoiceProps): ReactNode {
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
        {Mechanism.options.map((mechanism) => (
          <option key={mechanism} value={mechanism}>
            {mechanism === "auto" ? words.mechanismAuto : mechanism}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <span id={hintId} className={styles["hint"]}>
          {hint}
        </span>
      )}
    </label>
  );
}
