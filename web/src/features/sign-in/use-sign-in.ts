import type { Mailbox, Mechanism, Servers } from "@popgate/shared/api/mailbox";
import { useState } from "react";
import { asFailure, type Failure } from "../../api/api-failure.ts";
import { signIn, type Login } from "../../state/operations/sign-in.ts";
import { usePage } from "../../state/use-page.ts";
import type { ServerChoice } from "./server/server-choice.ts";

interface SignInState {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  /** Undefined when a mailbox was opened, or an attempt was under way already. */
  readonly submit: (fields: SignInFields) => Promise<Failure | undefined>;
  readonly openDemo: (demo: Demo, takeOver: boolean) => Promise<Failure | undefined>;
  /** Forgets the failure that is on screen. */
  readonly dismiss: () => void;
}

type Demo = NonNullable<Servers["demo"]>;

interface SignInFields {
  readonly user: string;
  readonly password: string;
  readonly choice: ServerChoice;
  readonly mechanism: Mechanism;
  /** Another browser session of this gateway is made to let the mailbox go. */
  readonly takeOver: boolean;
}

/** One attempt at a time; the password goes through and is kept nowhere. */
export function useSignIn(onOpened: (mailbox: Mailbox) => void): SignInState {
  const page = usePage();
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const attempt = async (login: Login): Promise<Failure | undefined> => {
    if (isBusy) return undefined;
    setIsBusy(true);
    setFailure(undefined);
    try {
      onOpened(await signIn(page, login));
      return undefined;
    } catch (error) {
      const present = asFailure(error);
      setFailure(present);
      return present;
    } finally {
      setIsBusy(false);
    }
  };
  return {
    isBusy,
    failure,
    submit: ({ choice, ...login }) =>
      attempt(
        choice.kind === "preset" ? { ...login, preset: choice.preset } : { ...login, server: choice.server },
      ),
    openDemo: (demo, takeOver) => attempt({ ...demo, takeOver }),
    dismiss: () => {
      setFailure(undefined);
    },
  };
}
