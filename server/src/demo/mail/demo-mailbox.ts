import { createHash } from "node:crypto";
import type { StoredMessage } from "../maildrop/maildrop-store.ts";
import { messageOf, type MessageSource } from "../maildrop/message-source.ts";
import { CHARSETS } from "./content/charsets.ts";
import { FILES } from "./content/files.ts";
import { FORMATTED } from "./content/formatted.ts";
import { lessonLetters } from "./content/lessons.ts";
import { machineLetters } from "./content/machines.ts";
import { MAILING_LIST } from "./content/mailing-list.ts";
import { NOTICES } from "./content/notices.ts";
import { PEOPLE } from "./content/people.ts";
import { pictureLetters } from "./content/pictured.ts";
import { RECORDING, recordingMessage } from "./content/recording.ts";
import { writeLetter, type Letter } from "./mime/letter.ts";

interface Entry {
  /** The message's own name: its Message-ID. */
  readonly id: string;
  readonly minutesAgo: number;
  readonly source: MessageSource;
}

/**
 * The mailbox of the demo: the six messages of the lessons as numbers 1 to 6, then all others, oldest
 * first. Another start gives the same messages with other dates, under the same unique-ids and in as many
 * octets: what somebody has read, starred or marked is still that (RFC 1939 §7).
 *
 * @param nowMs milliseconds since the epoch; all dates lie before it
 */
export function demoMailbox(nowMs: number): readonly StoredMessage[] {
  const entryOf = (letter: Letter): Entry => ({ ...letter, source: messageOf(writeLetter(letter, nowMs)) });
  pictured ??= { letters: pictureLetters(), lessons: lessonLetters() };
  const letters = [
    ...PEOPLE,
    ...CHARSETS,
    ...MAILING_LIST,
    ...FORMATTED,
    ...FILES,
    ...NOTICES,
    ...pictured.letters,
    ...machineLetters(nowMs),
  ];
  const dated = [...letters.map(entryOf), { ...RECORDING, source: recordingMessage(nowMs) }];
  dated.sort((a, b) => b.minutesAgo - a.minutesAgo);
  const copies = new Map<string, number>();
  return [...pictured.lessons.map(entryOf), ...dated].map(({ id, source }) => {
    const copy = (copies.get(id) ?? 0) + 1;
    copies.set(id, copy);
    return { uid: uidOf(id, copy), source };
  });
}

const UID_DIGITS = 16;

/** From the message's name alone, so that one which is added later changes no other's. */
function uidOf(id: string, copy: number): string {
  return createHash("sha256").update(`${id} ${copy}`).digest("hex").slice(0, UID_DIGITS);
}

/** Letters with pictures take most of the time to make, and do not depend on the clock: made once. */
let pictured: { letters: readonly Letter[]; lessons: readonly Letter[] } | undefined;
