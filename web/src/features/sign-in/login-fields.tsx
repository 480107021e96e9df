import type { Mechanism } from "@popgate/shared/api/mailbox";
import type { ReactNode, Ref } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { takesToken } from "./server/offered-mechanisms.ts";
import styles from "./sign-in-screen.module.css";

interface AddressFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Not type=email: many servers want a bare user name. */
export function AddressField({ value, onChange }: AddressFieldProps): ReactNode {
  return (
    <label className={styles["field"]}>
      {messages.signIn.address}
      <input
        name="username"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        dir="auto"
        required
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </label>
  );
}

interface PasswordFieldProps {
  readonly mechanism: Mechanism;
  readonly initial: string | undefined;
  readonly ref: Ref<HTMLInputElement>;
}

/** The password, or a token in its place. Uncontrolled: the page's state never holds it. */
export function PasswordField({ mechanism, initial, ref }: PasswordFieldProps): ReactNode {
  const words = messages.signIn;
  if (mechanism === "EXTERNAL") return null;
  const isToken = takesToken(mechanism);
  return (
    <label className={styles["field"]}>
      {isToken ? words.token : words.password}
      <input
        ref={ref}
        type="password"
        name="password"
        autoComplete={isToken ? "off" : "current-password"}
        required
        defaultValue={initial}
      />
    </label>
  );
}
