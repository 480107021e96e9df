import {
  commandSpec,
  isMultiLine,
  MAX_COMMAND_OCTETS,
  type CommandSpec,
  type Verb,
} from "@popgate/shared/pop3/commands";
import { WireError } from "./wire-error.ts";

/** A command ready for the wire, and what may be shown of it. */
export interface EncodedCommand {
  readonly verb: Verb;
  /** Octets with CRLF. */
  readonly octets: Buffer;
  /** The line as a transcript may show it: secret arguments masked, no CRLF. */
  readonly shown: string;
  readonly secret: boolean;
  /** Whether +OK is followed by lines. */
  readonly multiLine: boolean;
  /** Whether nothing may be written until its reply has come. */
  readonly barrier: boolean;
}

const MASK = "••••••";

/** Beyond this RFC 1939 §3's limit of 40 octets for an argument would be no use for real unique names. */
const DIGITS = /^[0-9]{1,10}$/;
const BASE64 = /^(?:=|[A-Za-z0-9+/]+={0,2})$/;

/**
 * The only way a command line comes into being. Refuses anything that could end the line early or
 * shift its arguments: a password that holds `CRLF DELE 1` must not delete mail.
 *
 * @throws WireError `invalid-argument`, `command-too-long` (RFC 2449 §4: 255 octets with CRLF)
 */
export function encodeCommand(verb: Verb, args: readonly (string | number)[] = []): EncodedCommand {
  const spec = commandSpec(verb);
  const words = args.map((arg, index) => checkedArgument(verb, spec, String(arg), index));
  if (words.length < spec.args.length && spec.args[words.length]?.optional !== true) {
    const required = spec.args.filter((arg) => arg.optional !== true).length;
    throw new WireError("invalid-argument", `${verb} needs ${required} arguments, got ${words.length}`);
  }
  const line = words.length === 0 ? verb : `${verb} ${words.join(" ")}`;
  const octets = Buffer.from(`${line}\r\n`, "utf8");
  if (octets.length > MAX_COMMAND_OCTETS) {
    throw new WireError(
      "command-too-long",
      `${verb} would be ${octets.length} octets long; RFC 2449 allows ${MAX_COMMAND_OCTETS}`,
    );
  }
  const isSecret = words.some((_, index) => spec.args[index]?.secret === true);
  return {
    verb,
    octets,
    shown: isSecret ? shownLine(verb, spec, words) : line,
    secret: isSecret,
    multiLine: isMultiLine(verb, words.length),
    barrier: spec.barrier === true,
  };
}

function shownLine(verb: Verb, spec: CommandSpec, words: readonly string[]): string {
  const shown = words.map((word, index) => (spec.args[index]?.secret === true ? MASK : word));
  return [verb, ...shown].join(" ");
}

function checkedArgument(verb: Verb, spec: CommandSpec, word: string, index: number): string {
  const argument = spec.args[index];
  if (argument === undefined) {
    throw new WireError("invalid-argument", `${verb} takes at most ${spec.args.length} arguments`);
  }
  const refuse = (why: string) =>
    new WireError("invalid-argument", `${verb}: the argument "${argument.name}" ${why}`);
  // A sweep encodes one for each message; digits hold nothing of what is refused below.
  if (argument.kind === "number" && DIGITS.test(word)) return word;
  if (word === "") throw refuse("is empty");
  // NUL too: C servers end the string there.
  if (/[\r\n\0]/.test(word)) throw refuse("holds a line break or NUL");
  switch (argument.kind) {
    case "word":
      if (/[\s\u007f\u0001-\u001f]/.test(word)) throw refuse("holds a space or control character");
      return word;
    case "text":
      if (/[\u007f\u0001-\u001f]/.test(word)) throw refuse("holds a control character");
      return word;
    case "number":
      throw refuse("is not a number");
    case "base64":
      if (!BASE64.test(word)) throw refuse("is not base64");
      return word;
    case "rest":
      return word;
    default:
      return argument.kind satisfies never;
  }
}
