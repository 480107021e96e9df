import type { Mailbox, Mechanism, Servers } from "@popgate/shared/api/mailbox";
import { useRef, useState, type RefObject } from "react";
import { asFailure, type Failure } from "../../api/api-failure.ts";
import { signIn, type Login } from "../../state/operations/pop3-session.ts";
import { usePage } from "../../state/use-page.ts";
import { offeredMechanisms, usableMechanism, type OfferedMechanisms } from "./server/offered-mechanisms.ts";
import { addressOf, suggestedServer, type ServerChoice } from "./server/server-choice.ts";

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
  /** Forgets the failure that is on screen. */
  readonly dismiss: () => void;
  /** Whose mailbox the last attempt was about. */
  readonly triedUser: string;
  readonly signIn: () => void;
  readonly openDemo: () => void;
  /** The last attempt again; another browser's session lets go. */
  readonly takeOver: () => void;
}

/** What EXTERNAL sends in place of a password, which the contract asks for: it never reaches the wire. */
const STAND_IN_PASSWORD = "external";

/** The form's fields, and the attempts made with them. The password goes through and is kept nowhere. */
export function useSignInForm({ servers, isFirst, lastUser, onOpened }: SignInFormProps): SignInFormState {
  const { demo } = servers;
  const [user, setUser] = useState(lastUser ?? (isFirst && demo ? demo.user : ""));
  // What the person chose holds; until then the address chooses.
  const [chosen, setChosen] = useState<ServerChoice>();
  const [wanted, setWanted] = useState<Mechanism>("auto");
  const [isDemo, setIsDemo] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const { isBusy, failure, attempt, dismiss } = useAttempt(onOpened);
  const choice = chosen ?? suggestedServer(servers, user);
  const offered = offeredMechanisms(servers, choice);
  const mechanism = usableMechanism(offered, wanted);
  const presentUser = user.trim();

  const submit = async (takeOver: boolean): Promise<void> => {
    if (!choice) return;
    const field = password.current;
    setIsDemo(false);
    const login = { user: presentUser, password: field?.value ?? STAND_IN_PASSWORD, mechanism, takeOver };
    const problem = await attempt(
      choice.kind === "preset" ? { ...login, preset: choice.preset } : { ...login, server: choice.server },
    );
    if (field) settleField(field, problem);
  };
  const openDemo = async (takeOver: boolean): Promise<void> => {
    if (!demo) return;
    setIsDemo(true);
    await attempt({ ...demo, takeOver });
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
    signIn: () => void submit(false),
    openDemo: () => void openDemo(false),
    takeOver: () => void (isDemo ? openDemo(true) : submit(true)),
  };
}

interface Attempts {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  /** Undefined when a mailbox was opened, or an attempt was under way already. */
  readonly attempt: (login: Login) => Promise<Failure | undefined>;
  readonly dismiss: () => void;
}

/** One attempt at a time, and what came of the last. */
function useAttempt(onOpened: (mailbox: Mailbox) => void): Attempts {
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
  const dismiss = (): void => {
    setFailure(undefined);
  };
  return { isBusy, failure, attempt, dismiss };
}

/** The page keeps no password; after a passing trouble it may stay in its field to be sent again. */
function settleField(field: HTMLInputElement, problem: Failure | undefined): void {
  if (problem === undefined || problem.code === "wrong-login") field.value = "";
  if (problem !== undefined && problem.code !== "in-use-here") field.focus();
}
