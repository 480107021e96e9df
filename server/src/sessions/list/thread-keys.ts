import { shortHash, type MessageIds } from "../../messages/header/message-ids.ts";
import { replySubject } from "../../messages/header/reply-subject.ts";

/** What tells which conversation a message belongs to. */
export interface ThreadKeys extends MessageIds {
  /** A hash of the subject without "Re:" and its kin; 0 where nothing is left of it. */
  readonly topic: number;
  readonly isReply: boolean;
}

/** Made when threads are asked for: most lists are never shown so. */
export function threadKeys({ id, references }: MessageIds, subject: string): ThreadKeys {
  const { topic, isReply } = replySubject(subject);
  return { id, references, topic: topic === "" ? 0 : shortHash(topic), isReply };
}
