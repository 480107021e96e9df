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
import { RECORDING_MINUTES_AGO, recordingMessage } from "./content/recording.ts";
import { writeLetter, type Letter } from "./mime/letter.ts";

/**
 * The mailbox of the demo: the six messages of the lessons as numbers 1 to 6, then all others, oldest
 * first. The same start gives the same octets and unique-ids.
 *
 * @param nowMs milliseconds since the epoch; all dates lie before it
 */
export function demoMailbox(nowMs: number): readonly StoredMessage[] {
  const sourceOf = (letter: Letter) => messageOf(writeLetter(letter, nowMs));
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
  const dated: { minutesAgo: number; source: MessageSource }[] = letters.map((letter) => ({
    minutesAgo: letter.minutesAgo,
    source: sourceOf(letter),
  }));
  dated.push({ minutesAgo: RECORDING_MINUTES_AGO, source: recordingMessage(nowMs) });
  dated.sort((a, b) => b.minutesAgo - a.minutesAgo);
  const sources = [...pictured.lessons.map(sourceOf), ...dated.map(({ source }) => source)];
  // Of the start: after a restart these are other messages, with other dates (RFC 1939 §7).
  const start = Math.floor(nowMs / 1000).toString(16);
  return sources.map((source, index) => ({ uid: `${start}.${String(index + 1).padStart(4, "0")}`, source }));
}

/** Letters with pictures take most of the time to make, and do not depend on the clock: made once. */
let pictured: { letters: readonly Letter[]; lessons: readonly Letter[] } | undefined;
