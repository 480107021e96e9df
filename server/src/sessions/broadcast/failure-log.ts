import type { ConnectionStage, ErrorCode } from "@popgate/shared/api/errors";
import { Pop3Error } from "../../pop3/errors.ts";
import type { Account } from "../login/account.ts";
import type { ConnectionState } from "../state/connection-state.ts";
import type { SessionListener } from "../state/session-notifier.ts";
import { SessionError } from "../work/session-error.ts";

/** What an operator must know of a failure. Neither the host nor the server's words: they may name people. */
export interface LoggedFailure {
  readonly code: ErrorCode;
  /** How far the connection had come. */
  readonly stage: ConnectionStage;
  readonly preset?: string;
  readonly responseCode?: string;
  /** The system's or OpenSSL's code beneath it, such as `ECONNRESET`. */
  readonly cause?: string;
}

/** What a session refuses by itself since the server did not keep to its word. */
const SERVERS_FAULT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "message-incomplete",
  "other-message",
  "commit-unproven",
]);

/** @returns undefined for what is not the server's doing, or the way to it */
export function loggedFailure(error: unknown, preset: string | undefined): LoggedFailure | undefined {
  const named = preset === undefined ? {} : { preset };
  if (error instanceof SessionError) {
    return SERVERS_FAULT.has(error.code) ? { code: error.code, stage: "transaction", ...named } : undefined;
  }
  if (!(error instanceof Pop3Error) || error.kind === "cancelled") return undefined;
  const { code, stage = "transaction", responseCode } = error;
  const cause = systemCode(error.cause);
  return {
    code,
    stage,
    ...named,
    ...(responseCode === undefined ? {} : { responseCode }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function systemCode(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}

interface FailingMailbox {
  readonly connection: ConnectionState;
  readonly account: Account;
}

/** One line for each failure of a mailbox; a server that stays away is one failure, however often it is tried. */
export class FailureLog implements SessionListener {
  readonly #mailbox: FailingMailbox;
  readonly #write: (failure: LoggedFailure) => void;
  /** An action and the connection that it lost fail of the same error. */
  #told: unknown;
  #lostFor: string | undefined;

  constructor(mailbox: FailingMailbox, write: (failure: LoggedFailure) => void) {
    this.#mailbox = mailbox;
    this.#write = write;
  }

  failed(error: unknown): void {
    if (error === this.#told) return;
    this.#told = error;
    const { connection, account } = this.#mailbox;
    const failure = loggedFailure(error, account.preset);
    if (failure === undefined) return;
    if (connection.kind === "lost") {
      const what = `${failure.code} ${failure.stage}`;
      if (what === this.#lostFor) return;
      this.#lostFor = what;
    }
    this.#write(failure);
  }

  stateChanged(): void {
    if (this.#mailbox.connection.kind === "transaction") this.#lostFor = undefined;
  }
}
