import type { Language } from "../language/languages.ts";
import type { DemoService } from "./demo-service.ts";
import type { Reply } from "./reply.ts";
import type { AuthorizationState, SessionState, TransactionState } from "./session-state.ts";

/** What a command may know of its connection and of the server. */
export interface CommandContext {
  readonly service: DemoService;
  /** Whether this connection is inside TLS. */
  readonly isSecure: boolean;
  /** What a proof can be tied to on this connection. */
  readonly channelBinding: () => Buffer | undefined;
  /** The greeting's timestamp, `<id.clock@host>` (RFC 1939 §7). */
  readonly timestamp: string;
}

/** What a command does: its reply, and where the session stands after it. */
export interface Outcome {
  readonly reply: Reply;
  /** Absent: the session stays where it is. */
  readonly next?: SessionState;
  /** Texts are in it from this reply on. */
  readonly language?: Language;
  /** What follows the reply on the connection. */
  readonly after?: "startTls" | "close";
  /** Answer only after the delay for failed logins: guessing must be slow. */
  readonly isFailedLogin?: true;
}

/** A command bound to the states in which it has what it needs. */
export type CommandHandler =
  | {
      readonly state: "AUTHORIZATION";
      readonly run: (state: AuthorizationState, args: readonly string[], context: CommandContext) => Outcome;
    }
  | {
      readonly state: "TRANSACTION";
      readonly run: (state: TransactionState, args: readonly string[], context: CommandContext) => Outcome;
    }
  | {
      readonly state: "both";
      readonly run: (
        state: AuthorizationState | TransactionState,
        args: readonly string[],
        context: CommandContext,
      ) => Outcome;
    };
