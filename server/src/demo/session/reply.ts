import { DotStuffer, TERMINATOR } from "../../pop3/wire/dot-stuffing.ts";

/** What a command is answered with, before it becomes octets. */
export type Reply =
  | { readonly kind: "ok"; readonly text: string }
  | { readonly kind: "err"; readonly text: string; readonly code?: string }
  /** A SASL challenge, not yet in base64 (RFC 5034 §4). */
  | { readonly kind: "challenge"; readonly octets: Buffer }
  | { readonly kind: "listing"; readonly text: string; readonly lines: readonly string[] }
  /** Octets of mail; dot-stuffed on the way out, unless a fault leaves that out. */
  | {
      readonly kind: "message";
      readonly text: string;
      readonly octets: Iterable<Buffer>;
      readonly isUnstuffed?: boolean;
    };

export function ok(text: string): Reply {
  return { kind: "ok", text };
}

/** @param code RFC 2449 §8, RFC 3206: without brackets */
export function err(text: string, code?: string): Reply {
  return code === undefined ? { kind: "err", text } : { kind: "err", text, code };
}

/** The reply's octets, made as they are taken: a message is never held twice. */
export function* replyOctets(reply: Reply): Iterable<Buffer> {
  switch (reply.kind) {
    case "ok":
      yield line(`+OK ${reply.text}`);
      return;
    case "err":
      yield line(reply.code === undefined ? `-ERR ${reply.text}` : `-ERR [${reply.code}] ${reply.text}`);
      return;
    case "challenge":
      yield line(`+ ${reply.octets.toString("base64")}`);
      return;
    case "listing":
      yield line(`+OK ${reply.text}`);
      // No listing of ours has a line that begins with a dot.
      for (const entry of reply.lines) yield line(entry);
      yield TERMINATOR;
      return;
    case "message": {
      yield line(`+OK ${reply.text}`);
      if (reply.isUnstuffed === true) {
        yield* reply.octets;
        yield TERMINATOR;
        return;
      }
      const stuffer = new DotStuffer();
      for (const chunk of reply.octets) yield* stuffer.stuff(chunk);
      yield stuffer.end();
      return;
    }
    default:
      reply satisfies never;
  }
}

function line(text: string): Buffer {
  return Buffer.from(`${text}\r\n`, "utf8");
}
