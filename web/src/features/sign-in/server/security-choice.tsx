import { Security } from "@popgate/shared/api/mailbox";
import type { ReactNode } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import styles from "./server-fields.module.css";

interface SecurityChoiceProps {
  readonly value: Security;
  readonly onChange: (security: Security) => void;
}

export function SecurityChoice({ value, onChange }: SecurityChoiceProps): ReactNode {
  const words = messages.signIn;
  return (
    <fieldset className={styles["security"]}>
      <legend>{words.security}</legend>
      <div className={styles["choices"]}>
        {Security.options.map((security) => (
          <label key={security}>
            <input
              type="radio"
              name="security"
              checked={value === security}
              onChange={() => {
                onChange(security);
              }}
            />
            <span>{words.securities[security]}</span>
          </label>
        ))}
      </div>
      {value === "none" && <p className={styles["warning"]}>{words.noneWarning}</p>}
    </fieldset>
  );
}
