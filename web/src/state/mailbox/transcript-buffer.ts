import type { TranscriptEvent } from "@popgate/shared/pop3/transcript";

/** The last lines of a mailbox's transcript, in order of `seq`, each once. */
export interface TranscriptBuffer {
  readonly events: readonly TranscriptEvent[];
  /** Whether older lines are kept neither here nor by the gateway. */
  readonly isCut: boolean;
}

/** Lines kept in the page: an afternoon of work, and a megabyte at most. */
export const MAX_TRANSCRIPT_EVENTS = 5_000;

export const emptyTranscript: TranscriptBuffer = { events: [], isCut: false };

/** Adds events, which may overlap with what is there: a page of history and live ones may cross. */
export function withEvents(
  buffer: TranscriptBuffer,
  events: readonly TranscriptEvent[],
  isHistoryCut = false,
): TranscriptBuffer {
  if (events.length === 0) return buffer;
  const lastSeq = buffer.events.at(-1)?.seq ?? 0;
  const isAppend = events.every((event, i) => event.seq > (events[i - 1]?.seq ?? lastSeq));
  const all = isAppend ? [...buffer.events, ...events] : merged(buffer.events, events);
  const isCut = buffer.isCut || isHistoryCut || all.length > MAX_TRANSCRIPT_EVENTS;
  return { events: all.slice(-MAX_TRANSCRIPT_EVENTS), isCut };
}

function merged(a: readonly TranscriptEvent[], b: readonly TranscriptEvent[]): TranscriptEvent[] {
  const bySeq = new Map([...a, ...b].map((event) => [event.seq, event]));
  return [...bySeq.values()].sort((left, right) => left.seq - right.seq);
}
