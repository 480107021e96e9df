import type { StoredMessage } from "../maildrop/maildrop-store.ts";
import { messageOf } from "../maildrop/message-source.ts";
export function demoMailbox(_nowMs: number): readonly StoredMessage[] {
  return [{ uid: "a", source: messageOf(Buffer.from("Subject: x\r\n\r\n.dot\r\n")) }];
}
