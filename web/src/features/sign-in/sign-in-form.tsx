import type { FormEvent, ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Button } from "../../ui/controls/button.tsx";
import { FailureNote } from "../../ui/notices/failure-note.tsx";
import { useCountdown } from "../../ui/hooks/use-countdown.ts";
import { GmailHint } from "./gmail-hint.tsx";
import { AddressField, PasswordField } from "./login-fields.tsx";
import { MicrosoftHint } from "./microsoft-hint.tsx";
import { MechanismChoice } from "./server/mechanism-choice.tsx";
import { takesToken } from "./server/offered-mechanisms.ts";
import { ServerFields } from "./server/server-fields.tsx";
import { signInFailureWords } from "./sign-in-failure.ts";
import styles from "./sign-in-screen.module.css";
import { TakeOverChoice } from "./take-over-choice.tsx";
import { useSignInForm, type SignInFormProps } from "./use-sign-in-form.ts";

export function SignInForm(props: SignInFormProps): ReactNode {
  const { servers, isFirst } = props;
  const { demo } = servers;
  const form = useSignInForm(props);
  const { user, mechanism, choice, host, password, isBusy, failure, dismiss } = form;
  const seconds = useCountdown(failure, failure?.retryAfterMs ?? 0);

  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (seconds === 0) form.signIn();
  };
  return (
    <form className={styles["form"]} onSubmit={onSubmit} aria-busy={isBusy}>
      <AddressField value={user} onChange={form.setUser} />
      <GmailHint user={user} host={host} onUser={form.setUser} />
      <MicrosoftHint user={user} host={host} hasToken={takesToken(mechanism)} />
      <PasswordField
        ref={password}
        mechanism={mechanism}
        initial={isFirst && user === demo?.user ? demo.password : undefined}
      />
      <ServerFields servers={servers} choice={choice} onChange={form.choose}>
        <MechanismChoice offered={form.offered} value={mechanism} onChange={form.setMechanism} />
      </ServerFields>
      {failure?.code === "in-use-here" ? (
        <TakeOverChoice
          user={form.triedUser}
          host={host ?? ""}
          isBusy={isBusy}
          onTakeOver={form.takeOver}
          onCancel={dismiss}
        />
      ) : (
        <>
          {failure && <FailureNote {...signInFailureWords(failure, mechanism)} />}
          <Submit isBusy={isBusy} seconds={seconds} />
          {demo && <OpenDemo isBusy={isBusy} onOpen={form.openDemo} />}
        </>
      )}
    </form>
  );
}

interface SubmitProps {
  readonly isBusy: boolean;
  /** Until the next attempt is allowed. */
  readonly seconds: number;
}

function Submit({ isBusy, seconds }: SubmitProps): ReactNode {
  const words = messages.signIn;
  return (
    <Button type="submit" look="primary" size="large" disabled={isBusy || seconds > 0}>
      {isBusy ? words.busy : seconds > 0 ? words.waitFor(seconds) : words.submit}
    </Button>
  );
}

interface OpenDemoProps {
  readonly isBusy: boolean;
  readonly onOpen: () => void;
}

function OpenDemo({ isBusy, onOpen }: OpenDemoProps): ReactNode {
  const words = messages.signIn;
  return (
    <>
      <div className={styles["or"]}>{words.or}</div>
      <Button size="large" disabled={isBusy} onClick={onOpen}>
        {words.openDemo}
      </Button>
    </>
  );
}
