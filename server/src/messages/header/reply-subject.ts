/**
 * What mail programs put in front of a subject when they answer or forward, in the languages of this
 * page's readers and their correspondents; some count ("Re[2]:"), and East Asian ones write a wide colon.
 */
const REPLY =
  /^\s*(?:re|fwd?|aw|wg|antw|sv|vs|tr|rv|rép|res|enc|odp|ynt|ref|回复|回覆|答复|转发|轉寄|رد)\s*(?:\[\d{1,4}\]|\(\d{1,4}\))?\s*[:：]\s*/iu;
/** A mailing list's name, which answers may have before or behind their "Re:". */
const LIST_TAG = /^\s*\[[^\]]{1,60}\]\s*/u;
/** Where a prefix or a list's name ends; most subjects have none, and need no look for one. */
const COLON = /[:：]/;
const PREFIX_END = /[:：\]]/;
const BLANKS = /\s\s|[^\S ]/;
/** Subjects have 1,000 characters at most, but each pass costs one. */
const MAX_PREFIXES = 20;

export interface ReplySubject {
  /** Without prefixes and list names; empty where nothing else was there. */
  readonly topic: string;
  /** Whether something in front said that it answers or forwards another message. */
  readonly isReply: boolean;
}

/** What a message is about, whichever answer to it this is. */
export function replySubject(subject: string): ReplySubject {
  let topic = subject;
  let isReply = false;
  for (let pass = 0; pass < MAX_PREFIXES && PREFIX_END.test(topic); pass += 1) {
    const bare = topic.replace(REPLY, "");
    isReply ||= bare !== topic;
    const next = bare.replace(LIST_TAG, "");
    if (next === topic) break;
    topic = next;
  }
  const line = BLANKS.test(topic) ? topic.replace(/\s+/g, " ") : topic;
  return { topic: line.trim().toLowerCase(), isReply };
}

/** A subject as the list sorts it: "Re:" and its kin say nothing about what a message is about. */
export function withoutReplyPrefix(subject: string): string {
  let bare = subject;
  if (!COLON.test(subject)) return subject.trim();
  for (let pass = 0; pass < MAX_PREFIXES && REPLY.test(bare); pass += 1) bare = bare.replace(REPLY, "");
  return bare.trim();
}
