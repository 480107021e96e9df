import type { ConnectionStage } from "@popgate/shared/api/errors";
import type { Mechanism, Security } from "@popgate/shared/api/mailbox";
import type { Verb } from "@popgate/shared/pop3/commands";
import type { Deadlines } from "@popgate/server/pop3/deadlines";
import type { Pop3ErrorKind } from "@popgate/server/pop3/errors";
import type { Turn } from "../../../support/line/scripted-server.ts";
import type { Risk } from "./risks.ts";

/** One server's behaviour and what becomes of it: data, played by `play-dialogue.ts`. */
export interface Dialogue {
  readonly name: string;
  /** How it is known: an RFC's section, a reported fault, a server's documentation or source. */
  readonly source: string;
  readonly risks: readonly Risk[];
  /** What the server does, a script for each connection in order. */
  readonly connections: readonly (readonly Turn[])[];
  readonly setUp?: DialogueSetUp;
  /** How signing in ends; left out where it succeeds. */
  readonly refused?: ExpectedError;
  /** What the client does once it is signed in. */
  readonly steps?: readonly Step[];
  /** The method that signed in: `USER`, `SCRAM-SHA-256` … */
  readonly signedInWith?: string;
  /** The capabilities known after sign-in, as the client keeps them. */
  readonly capabilities?: readonly string[];
  readonly loginDelayMs?: number;
  readonly expireDays?: number;
  /** Lines that the transcript must hold, direction first: `S +OK ready`. */
  readonly shows?: readonly string[];
  /** Words that the transcript must not hold, beside the password. */
  readonly hides?: readonly string[];
  /** What must have arrived in one packet: commands that were pipelined. */
  readonly together?: readonly string[];
  /** What must not have been written with anything else. */
  readonly alone?: readonly string[];
}

export interface DialogueSetUp {
  readonly security?: Security;
  readonly mechanism?: Mechanism;
  readonly user?: string;
  readonly password?: string;
  /** The server trusts the gateway, and is told it. */
  readonly clientAddress?: string;
  readonly deadlines?: Partial<Deadlines>;
  /** What the server shows; `none` speaks plain text where TLS is awaited. Default: one in order. */
  readonly certificate?: CertificateKind;
  /** The engine's timers stand still until a step passes time. */
  readonly clock?: "ours";
}

export type CertificateKind = "good" | "expired" | "otherName" | "unknownAuthority" | "selfSigned" | "none";

/** What a person is told. Several kinds where it depends on how the octets were cut. */
export interface ExpectedError {
  readonly kind: Pop3ErrorKind | readonly Pop3ErrorKind[];
  /** Whether the session goes on. */
  readonly isUsable: boolean;
  readonly serverText?: string;
  readonly responseCode?: string;
  readonly stage?: ConnectionStage;
  readonly verb?: Verb;
  readonly retryAfterMs?: number;
}

/** Octets as latin1, one character each. */
export type Octets = string;

/** One act of the client; with `fails` it must end with that error. */
export type Step = StepKind & { readonly fails?: ExpectedError };

type StepKind =
  | {
      readonly do: "inventory";
      readonly messages: number;
      readonly octets: number | null;
      readonly list: readonly (readonly [number: number, octets: number | null])[];
      readonly uidl: readonly (readonly [number: number, uniqueId: Octets])[] | undefined;
    }
  | { readonly do: "retr"; readonly number: number; readonly message: Octets; readonly passMs?: number }
  | {
      readonly do: "top";
      readonly number: number;
      readonly lines: number;
      readonly message: Octets;
      readonly passMs?: number;
    }
  /** Several RETR at once: what a pipeline carries. */
  | { readonly do: "retrAll"; readonly messages: readonly (readonly [number: number, message: Octets])[] }
  | { readonly do: "dele"; readonly numbers: readonly number[]; readonly refusals?: readonly string[] }
  /** RSET, and DELE for those that stay marked. */
  | { readonly do: "unmark"; readonly keep: readonly number[] }
  | { readonly do: "rset" }
  | { readonly do: "noop" }
  /** Any other command, with the text and the lines of its reply. */
  | {
      readonly do: "ask";
      readonly verb: Verb;
      readonly args?: readonly (string | number)[];
      readonly status?: "ok" | "err";
      readonly text: string;
      readonly lines?: Octets;
    }
  /** RETR that nobody waits for any more once so many octets have come. */
  | {
      readonly do: "cancel";
      readonly number: number;
      readonly expectedOctets: number;
      readonly afterOctets: number;
    }
  | { readonly do: "quit"; readonly status: "ok" | "err"; readonly text?: string }
  /** The connection is closed without QUIT. */
  | { readonly do: "drop" }
  /** The server ends the session by itself. */
  | { readonly do: "lost"; readonly error: ExpectedError }
  /** Without QUIT, and signed in anew. */
  | { readonly do: "reopen" };
