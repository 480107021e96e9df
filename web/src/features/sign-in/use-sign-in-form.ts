import type { Mailbox, Mechanism, Servers } from "@popgate/shared/api/mailbox";
import { useRef, useState, type RefObject } from "react";
import type { Failure } from "../../api/api-failure.ts";
import { offeredMechanisms, usableMechanism, type OfferedMechanisms } from "./server/offered-mechanisms.ts";
import { addressOf, suggestedServer, type ServerChoice } from "./server/server-choice.ts";
import { useSignIn } from "./use-sign-in.ts";

export interface SignInFormProps {
  readonly servers: Servers;
  /** The demo's login is filled in for who comes first; a further mailbox is another one. */
  readonly isFirst: boolean;
  /** Whose session has just ended: most likely the same person comes back. */
  readonly lastUser: string | undefined;
  readonly onOpened: (mailbox: Mailbox) => void;
}

interface SignInFormState {
  readonly user: string;
  readonly setUser: (user: string) => void;
  readonly offered: OfferedMechanisms;
  readonly mechanism: Mechanism;
  readonly setMechanism: (mechanism: Mechanism) => void;
  readonly choice: ServerChoice | undefined;
  readonly choose: (choice: ServerChoice) => void;
  /** The server's name, once there is one. */
  readonly host: string | undefined;
  readonly password: RefObject<HTMLInputElement | null>;
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  readonly dismiss: () => void;
  /** Whose mailbox the last attempt was about. */
  readonly triedUser: string;
  readonly signIn: (takeOver: boolean) => void;
  readonly tryDemo: () => void;
  /** The last attempt again; another browser's session lets go. */
  readonly takeOver: () => void;
}

/** What EXTERNAL sends in place of a password, which the contract asks for: it never reaches the wire. */
const STAND_IN_PASSWORD = "external";

/** The form's fields, and the attempts made with them. */
export function useSignInForm({ servers, isFirst, lastUser, onOpened }: SignInFormProps): SignInFormState {
  const { demo } = servers;
  const [user, setUser] = useState(lastUser ?? (isFirst && demo ? demo.user : ""));
  // What the person chose holds; until then the address chooses.
  const [chosen, setChosen] = useState<ServerChoice>();
  const [wanted, setWanted] = useState<Mechanism>("auto");
  const [isDemo, setIsDemo] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const { isBusy, failure, submit, openDemo, dismiss } = useSignIn(onOpened);
  const choice = chosen ?? suggestedServer(servers, user);
  const offered = offeredMechanisms(servers, choice);
  const mechanism = usableMechanism(offered, wanted);
  const presentUser = user.trim();

  const signIn = (takeOver: boolean): void => {
    if (!choice) return;
    const field = password.current;
    setIsDemo(false);
    const login = { user: presentUser, password: field?.value ?? STAND_IN_PASSWORD, choice, mechanism };
    void submit({ ...login, takeOver }).then((problem) => {
      if (field) settleField(field, problem);
    });
  };
  const tryDemo = (takeOver: boolean): void => {
    if (!demo) return;
    setIsDemo(true);
    void openDemo(demo, takeOver);
  };
  return {
    user,
    setUser,
    offered,
    mechanism,
    // What is on screen was said of another way, or of another server.
    setMechanism: (next) => {
      setWanted(next);
      dismiss();
    },
    choice,
    choose: (next) => {
      setChosen(next);
      dismiss();
    },
    host: addressOf(servers, choice)?.host,
    password,
    isBusy,
    failure,
    dismiss,
    triedUser: isDemo && demo ? demo.user : presentUser,
    signIn,
    tryDemo: () => {
      tryDemo(false);
    },
    takeOver: () => {
      if (isDemo) tryDemo(true);
      else signIn(true);
    },
  };
}

/** The page keeps no password; after a passing trouble it may stay in its field to be sent again. */
function settleField(field: HTMLInputElement, problem: Failure | undefined): void {
  if (problem === undefined || problem.code === "wrong-login") field.value = "";
  if (problem !== undefined && problem.code !== "in-use-here") field.focus();
}
