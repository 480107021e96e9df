import type { Deadlines } from "../deadlines.ts";
import type { Pop3Engine } from "../engine/engine.ts";
import type { Reply } from "../engine/exchange.ts";
import type { Pop3Error, RefusalContext } from "../errors.ts";
import type { EncodedCommand } from "../wire/command-encoder.ts";

/** How one method fared; what is certain to fail by every other method too is thrown instead. */
export type SignInResult =
  | { readonly outcome: "accepted" }
  /** The server may hold no verifier for it, or not mean what it announced: another one may do. */
  | { readonly outcome: "mechanism-refused"; readonly error: Pop3Error };

export interface LoginContext {
  readonly engine: Pop3Engine;
  readonly deadlines: Deadlines;
  readonly refusal: RefusalContext;
  readonly causeId?: string | undefined;
}

/** Sends one line of a sign-in and waits for its reply: nothing is ever pipelined here. */
export function exchange(context: LoginContext, command: EncodedCommand): Promise<Reply> {
  return context.engine.run(command, { deadlineMs: context.deadlines.authMs, causeId: context.causeId });
}
