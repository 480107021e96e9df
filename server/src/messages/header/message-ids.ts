import type { RawField } from "./header-columns.ts";

/**
 * What tells which messages answer which (RFC 5322 §3.6.4), as hashes: 100,000 rows keep some numbers each,
 * however long a sender makes a Message-ID.
 */
export interface MessageIds {
  /** Of its own Message-ID; 0 where it has none. */
  readonly id: number;
  /** Of the messages that it answers, the conversation's first one among them. */
  readonly references: number[];
}

/** The first one names the conversation, the last ones are those most likely to be in the maildrop. */
const LAST_REFERENCES = 4;
/** A conversation of some hundred messages; what stands between is not looked at. */
const MAX_FIELD_CHARACTERS = 16 * 1024;
const MESSAGE_ID = /<[^<>\s]{1,998}>/g;

/** Reads Message-ID, In-Reply-To and References. */
export function messageIds(raw: RawField): MessageIds {
  const [own] = idsIn(raw("message-id"));
  const earlier = idsIn(raw("references"));
  // Some mailers write a person's name into In-Reply-To; what has no brackets is no id.
  const [answered] = idsIn(raw("in-reply-to"));
  const id = own === undefined ? 0 : shortHash(own);
  if (earlier.length === 0 && answered === undefined) return { id, references: [] };
  const kept = new Set([...earlier.slice(0, 1), ...earlier.slice(-LAST_REFERENCES)]);
  if (answered !== undefined) kept.add(answered);
  if (own !== undefined) kept.delete(own);
  return { id, references: Array.from(kept, shortHash) };
}

function idsIn(value: string): string[] {
  if (value === "") return [];
  if (value.length <= MAX_FIELD_CHARACTERS) return value.match(MESSAGE_ID) ?? [];
  const half = MAX_FIELD_CHARACTERS / 2;
  return `${value.slice(0, half)} ${value.slice(-half)}`.match(MESSAGE_ID) ?? [];
}

/** Two multipliers of MurmurHash3's mixing step, one for each half. */
const LOW_FACTOR = 0x85eb_ca6b;
const HIGH_FACTOR = 0xc2b2_ae35;
const HIGH_BITS = 20;

/**
 * 52 bits of a text, never 0: of half a million ids the chance that any two agree is one in 30,000. No secret
 * is in it, and none is needed: who wants a message in a conversation names one of it in References.
 */
export function shortHash(text: string): number {
  let low = 0xdead_beef;
  let high = 0x41c6_ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, LOW_FACTOR);
    low ^= low >>> 15;
    high = Math.imul(high ^ unit, HIGH_FACTOR);
    high ^= high >>> 13;
  }
  low = Math.imul(low ^ (high >>> 16), HIGH_FACTOR);
  high = Math.imul(high ^ (low >>> 13), LOW_FACTOR);
  return (high >>> (32 - HIGH_BITS)) * 2 ** 32 + ((low ^ (low >>> 16)) >>> 0) || 1;
}
