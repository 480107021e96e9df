import { hash } from "node:crypto";
import { replySubject } from "./reply-subject.ts";

/**
 * What tells which conversation a message belongs to (RFC 5322 §3.6.4), as hashes: 100,000 rows keep
 * some numbers each, however long a sender makes a Message-ID.
 */
export interface ThreadKeys {
  /** Of its own Message-ID; 0 where it has none. */
  readonly id: number;
  /** Of the subject without "Re:" and its kin; 0 where nothing is left of it. */
  readonly topic: number;
  readonly isReply: boolean;
  /** Of the messages that it answers, the conversation's first one among them. */
  readonly references: readonly number[];
}

/** The first one names the conversation, the last ones are those most likely to be in the maildrop. */
const LAST_REFERENCES = 4;
/** A conversation of some hundred messages; what stands between is not looked at. */
const MAX_FIELD_CHARACTERS = 16 * 1024;
const MESSAGE_ID = /<[^<>\s]{1,998}>/g;

export interface ThreadFields {
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly references: string;
  /** Decoded. */
  readonly subject: string;
}

/** @param fields raw values of the header's fields; empty where there are none */
export function threadKeys({ messageId, inReplyTo, references, subject }: ThreadFields): ThreadKeys {
  const { topic, isReply } = replySubject(subject);
  const [own] = idsIn(messageId);
  const earlier = idsIn(references);
  // Some mailers write a person's name into In-Reply-To; what has no brackets is no id.
  const answered = idsIn(inReplyTo).slice(0, 1);
  const kept = new Set([...earlier.slice(0, 1), ...earlier.slice(-LAST_REFERENCES), ...answered]);
  return {
    id: own === undefined ? 0 : shortHash(own),
    topic: topic === "" ? 0 : shortHash(topic),
    isReply,
    references: [...kept].filter((each) => each !== own).map(shortHash),
  };
}

function idsIn(value: string): string[] {
  if (value.length <= MAX_FIELD_CHARACTERS) return value.match(MESSAGE_ID) ?? [];
  const half = MAX_FIELD_CHARACTERS / 2;
  return `${value.slice(0, half)} ${value.slice(-half)}`.match(MESSAGE_ID) ?? [];
}

/** 48 bits: of half a million ids the chance that any two agree is one in two thousand. */
function shortHash(text: string): number {
  return Number.parseInt(hash("sha1", text).slice(0, 12), 16);
}
