import type { TranscriptEvent } from "@popgate/shared/pop3/transcript";
import {
  emptyTranscript,
  MAX_TRANSCRIPT_EVENTS,
  withEvents,
} from "@popgate/web/state/mailbox/transcript-buffer";
import { expect, test } from "vitest";

function line(seq: number): TranscriptEvent {
  return {
    seq,
    connection: 1,
    atMicros: seq,
    direction: "C",
    line: "NOOP",
    octets: 6,
    secure: true,
    state: "TRANSACTION",
  };
}
const seqs = (events: readonly TranscriptEvent[]): number[] => events.map(({ seq }) => seq);

test("live lines that come before the history are put in their place, each once", () => {
  const live = withEvents(emptyTranscript, [line(4), line(5)]);
  const all = withEvents(live, [line(1), line(2), line(3), line(4)]);
  expect(seqs(all.events)).toEqual([1, 2, 3, 4, 5]);
  expect(all.isCut).toBe(false);
});

test("keeps the last lines and says that older ones are gone", () => {
  const many = Array.from({ length: MAX_TRANSCRIPT_EVENTS + 10 }, (_, i) => line(i + 1));
  const buffer = withEvents(emptyTranscript, many);
  expect(buffer.events).toHaveLength(MAX_TRANSCRIPT_EVENTS);
  expect(buffer.events.at(-1)?.seq).toBe(MAX_TRANSCRIPT_EVENTS + 10);
  expect(buffer.isCut).toBe(true);
});

test("a paused view is not changed by what comes after it", () => {
  const paused = withEvents(emptyTranscript, [line(1)]);
  withEvents(paused, [line(2)]);
  expect(seqs(paused.events)).toEqual([1]);
});
