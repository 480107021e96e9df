import { cutAfter } from "../faults/bend-octets.ts";
import type { NumberedMessage } from "../maildrop/maildrop-session.ts";
import { topLines } from "../maildrop/top-lines.ts";
import type { CommandContext, Outcome } from "../session/command-handler.ts";
import { err } from "../session/reply.ts";
import type { TransactionState } from "../session/session-state.ts";
import { withMessage } from "./with-message.ts";

export function retr(
  { maildrop, isUtf8 }: TransactionState,
  [number = ""]: readonly string[],
  { service }: CommandContext,
): Outcome {
  return withMessage(maildrop, number, (message) => {
    const { source } = message;
    if (!isUtf8 && needsUtf8(message)) return NEEDS_UTF8;
    const { isWithoutDotStuffing: isUnstuffed, cutsRetr } = service.faults();
    const octets = cutsRetr ? cutAfter(source.chunks(), Math.ceil(source.octets / 2)) : source.chunks();
    return { reply: { kind: "message", text: `${source.octets} octets`, octets, isUnstuffed } };
  });
}

/** RFC 1939 §7. `TOP n 0` is how a client reads a header without its mail. */
export function top(
  { maildrop, isUtf8 }: TransactionState,
  [number = "", lines = ""]: readonly string[],
): Outcome {
  return withMessage(maildrop, number, (message) => {
    if (!isUtf8 && needsUtf8(message)) return NEEDS_UTF8;
    const octets = topLines(message.source.chunks(), Number(lines));
    return { reply: { kind: "message", text: "top of message follows", octets } };
  });
}

const NEEDS_UTF8: Outcome = { reply: err("its header is in UTF-8: send UTF8 before login", "UTF8") };
const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** RFC 6856 §5: a header of raw UTF-8 is only for clients that asked. Other 8-bit octets are just old mail. */
function needsUtf8(message: NumberedMessage): boolean {
  const header = Buffer.concat([...topLines(message.source.chunks(), 0)]);
  if (header.every((octet) => octet < 0x80)) return false;
  try {
    strictUtf8.decode(header);
    return true;
  } catch {
    return false;
  }
}
