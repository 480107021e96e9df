import type { Mailbox, Servers } from "@popgate/shared/api/mailbox";
import { useState } from "react";
import { asFailure, type Failure } from "../../api/api-failure.ts";
import { signIn, type Login } from "../../state/operations/sign-in.ts";
import { usePage } from "../../state/use-page.ts";
import type { ServerChoice } from "./server-choice.ts";

interface SignInState {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  /** Undefined when a mailbox was opened, or an attempt was under way already. */
  readonly submit: (user: string, password: string, choice: ServerChoice) => Promise<Failure | undefined>;
  readonly openDemo: (demo: NonNullable<Servers["demo"]>) => Promise<Failure | undefined>;
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
    submit: (user, password, choice) =>
      attempt(
        choice.kind === "preset"
          ? { user, password, preset: choice.preset }
          : { user, password, server: choice.server },
      ),
    openDemo: ({ user, password, preset }) => attempt({ user, password, preset }),
  };
}
