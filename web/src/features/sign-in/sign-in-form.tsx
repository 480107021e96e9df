import type { Mailbox, Servers } from "@popgate/shared/api/mailbox";
import { useRef, useState, type FormEvent, type ReactNode } from "react";
import { failureWords } from "../../lib/messages/failure-words.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { Button } from "../../ui/button.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";
import { suggestedServer, type ServerChoice } from "./server-choice.ts";
import { ServerFields } from "./server-fields.tsx";
import styles from "./sign-in-screen.module.css";
import { useSignIn } from "./use-sign-in.ts";

interface SignInFormProps {
  readonly servers: Servers;
  /** The demo's login is filled in for who comes first; a further mailbox is another one. */
  readonly isFirst: boolean;
  readonly onOpened: (mailbox: Mailbox) => void;
}

export function SignInForm({ servers, isFirst, onOpened }: SignInFormProps): ReactNode {
  const words = messages.signIn;
  const { demo } = servers;
  const [user, setUser] = useState(isFirst && demo ? demo.user : "");
  // What the person chose holds; until then the address chooses.
  const [chosen, setChosen] = useState<ServerChoice>();
  const password = useRef<HTMLInputElement>(null);
  const { isBusy, failure, submit, openDemo } = useSignIn(onOpened);
  const seconds = useCountdown(failure, failure?.retryAfterMs ?? 0);
  const choice = chosen ?? suggestedServer(servers, user);

  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const field = password.current;
    if (!field || !choice || isBusy || seconds > 0) return;
    void submit(user.trim(), field.value, choice).then((problem) => {
      // The page keeps no password; after a passing trouble it may stay in its field to be sent again.
      if (problem === undefined || problem.code === "wrong-login") field.value = "";
      if (problem !== undefined) field.focus();
    });
  };
  return (
    <form className={styles["form"]} onSubmit={onSubmit} aria-busy={isBusy}>
      <AddressField value={user} onChange={setUser} />
      <label className={styles["field"]}>
        {words.password}
        <input
          ref={password}
          type="password"
          name="password"
          autoComplete="current-password"
          required
          defaultValue={isFirst ? demo?.password : undefined}
        />
      </label>
      <ServerFields servers={servers} choice={choice} onChange={setChosen} />
      {failure && <FailureNote {...failureWords(failure)} />}
      <Button type="submit" look="primary" size="large" disabled={isBusy || seconds > 0}>
        {isBusy ? words.busy : seconds > 0 ? words.waitFor(seconds) : words.submit}
      </Button>
      {demo && (
        <>
          <div className={styles["or"]}>{words.or}</div>
          <Button size="large" disabled={isBusy} onClick={() => void openDemo(demo)}>
            {words.openDemo}
          </Button>
        </>
      )}
    </form>
  );
}

interface AddressFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Not type=email: many servers want a bare user name. */
function AddressField({ value, onChange }: AddressFieldProps): ReactNode {
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
