import type { Turn } from "../../../support/line/scripted-server.ts";
import type { ExpectedError, Octets, Step } from "./dialogue.ts";

// Words for writing dialogues: the server's turns first, then the client's steps.

/** The server speaks unasked: a greeting, a farewell. */
export function say(...lines: readonly Octets[]): Turn {
  return { send: crlf(lines) };
}

/** A command line, and the lines of its answer. */
export function on(expect: string | RegExp, ...lines: readonly Octets[]): Turn {
  return { expect, send: crlf(lines) };
}

/** A command line, and a multi-line answer with its terminator; the lines are sent as they stand. */
export function list(expect: string, status: Octets, ...lines: readonly Octets[]): Turn {
  return on(expect, status, ...lines, ".");
}

/** RETR, and a message that is sent as it stands, dots and all. */
export function sends(number: number, wire: Octets, status = "+OK"): Turn {
  return { expect: `RETR ${number}`, send: `${status}\r\n${wire}.\r\n` };
}

/** CAPA's answer; a refusal where there is nothing to tell. */
export function capa(...capabilities: readonly string[]): Turn {
  return capabilities.length === 0 ? on("CAPA", "-ERR what?") : list("CAPA", "+OK", ...capabilities);
}

export const USER = on("USER mrose", "+OK");
export const PASS = on("PASS tanstaaf", "+OK signed in");

/** From the greeting to TRANSACTION by USER and PASS; the same capabilities before and after. */
export function signedIn(...capabilities: readonly string[]): Turn[] {
  return [say("+OK ready"), capa(...capabilities), USER, PASS, capa(...capabilities)];
}

/** Up to where PASS is answered; what follows is another's. */
export function refusesPass(line: Octets, ...capabilities: readonly string[]): Turn[] {
  return [say("+OK ready"), capa(...capabilities), USER, on("PASS tanstaaf", line)];
}

/** STAT, LIST and UIDL of a few messages, `[octets, unique-id]` each. */
export function maildrop(...messages: readonly (readonly [octets: number, uniqueId: string])[]): Turn[] {
  const total = messages.reduce((sum, [octets]) => sum + octets, 0);
  return [
    on("STAT", `+OK ${messages.length} ${total}`),
    list("LIST", "+OK", ...messages.map(([octets], index) => `${index + 1} ${octets}`)),
    list("UIDL", "+OK", ...messages.map(([, uniqueId], index) => `${index + 1} ${uniqueId}`)),
  ];
}

export function withBareLf(turns: readonly Turn[]): Turn[] {
  return turns.map((turn) =>
    typeof turn.send === "string" ? { ...turn, send: turn.send.replaceAll("\r\n", "\n") } : turn,
  );
}

export function base64(text: Octets): string {
  return Buffer.from(text, "latin1").toString("base64");
}

export function reads(
  messages: readonly (readonly [octets: number | null, uniqueId: Octets])[],
  octets: number | null = messages.reduce((sum, [each]) => sum + (each ?? 0), 0),
): Step {
  return {
    do: "inventory",
    messages: messages.length,
    octets,
    list: messages.map(([each], index) => [index + 1, each]),
    uidl: messages.map(([, uniqueId], index) => [index + 1, uniqueId]),
  };
}

export function retr(number: number, message: Octets, fails?: ExpectedError): Step {
  return { do: "retr", number, message, ...(fails === undefined ? {} : { fails }) };
}

export function top(number: number, lines: number, message: Octets, fails?: ExpectedError): Step {
  return { do: "top", number, lines, message, ...(fails === undefined ? {} : { fails }) };
}

export function dele(...numbers: readonly number[]): Step {
  return { do: "dele", numbers };
}

export function quit(status: "ok" | "err" = "ok", text?: string): Step {
  return { do: "quit", status, ...(text === undefined ? {} : { text }) };
}

/** A plain -ERR: the session goes on. */
export function refusedWith(serverText: string, more: Partial<ExpectedError> = {}): ExpectedError {
  return { kind: "refused", isUsable: true, serverText, ...more };
}

/** The session is over. */
export function gone(kind: ExpectedError["kind"], more: Partial<ExpectedError> = {}): ExpectedError {
  return { kind, isUsable: false, ...more };
}

function crlf(lines: readonly Octets[]): Octets {
  return lines.map((line) => `${line}\r\n`).join("");
}
