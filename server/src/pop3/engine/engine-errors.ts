import type { Verb } from "@popgate/shared/pop3/commands";
import { Pop3Error } from "../errors.ts";
import { WireError } from "../wire/wire-error.ts";

export function cancelled(): Pop3Error {
  return new Pop3Error("cancelled", "nobody waits for this any more");
}

export function tooLongToDrain(): Pop3Error {
  return new Pop3Error("closed", "a cancelled reply was too long to read to its end");
}

/**
 * @param serverText what the server said, unasked, before it left
 * @param verb the command that it hung up on
 */
export function closedByServer(serverText: string | undefined, verb: Verb | undefined): Pop3Error {
  return new Pop3Error("closed", "the server closed the connection", {
    isHangUp: true,
    ...(serverText === undefined ? {} : { serverText }),
    ...(verb === undefined ? {} : { verb }),
  });
}

/** @param verb the command that the line broke at */
export function brokenLine(cause: Error, verb: Verb | undefined): Pop3Error {
  const facts = { cause, isHangUp: true, ...(verb === undefined ? {} : { verb }) };
  return new Pop3Error("network", "the connection broke", facts);
}

/** A WireError means that the server does not speak POP3; anything else a sink threw. */
export function asPop3Error(error: unknown): Pop3Error {
  if (error instanceof Pop3Error) return error;
  if (error instanceof WireError) {
    return new Pop3Error(error.code === "malformed" ? "protocol" : "limit", error.message, { cause: error });
  }
  return new Pop3Error("protocol", "the reply could not be taken", { cause: error });
}

/** How the end of a connection is written in the transcript. */
export function closeLine(error: Pop3Error, isExpected: boolean): string {
  return isExpected ? "connection closed" : `connection dropped: ${error.message}`;
}
