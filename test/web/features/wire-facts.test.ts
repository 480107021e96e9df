import type { TranscriptEvent } from "@popgate/shared/pop3/transcript";
import {
  lastCause,
  lastSentence,
  matching,
  sessionState,
  statusParts,
} from "@popgate/web/features/transcript/wire-facts";
import { expect, test } from "vitest";

let seq = 0;
function line(direction: TranscriptEvent["direction"], text: string, change: Partial<TranscriptEvent> = {}) {
  seq += 1;
  return {
    seq,
    connection: 1,
    atMicros: seq * 1000,
    direction,
    line: text,
    octets: 10,
    secure: true,
    state: "TRANSACTION",
    ...change,
  } satisfies TranscriptEvent;
}
const names = { mark: "Mark", open: "Open" };

test("tells what the last click cost: commands, and the time to its last reply", () => {
  const events = [
    line("C", "RETR 1", { causeId: "open-1" }),
    line("S", "+OK", { causeId: "open-1" }),
    line("C", "RSET", { causeId: "mark-2" }),
    line("C", "DELE 3", { causeId: "mark-2" }),
    line("S", "+OK", { causeId: "mark-2" }),
    line("S", "+OK", { causeId: "mark-2" }),
    line("C", "TOP 9 0", { causeId: "headers" }),
  ];
  expect(lastCause(events, names)).toEqual({ text: "Mark", commands: 2, micros: 3000 });
});

test("keep-alive and the reading of headers are nobody's click", () => {
  expect(lastCause([line("C", "NOOP", { causeId: "keep-alive-4" })], names)).toBeUndefined();
});

test("explains the last command, and nothing that is none", () => {
  expect(
    lastSentence([line("C", "DELE 1", { verb: "DELE" }), line("S", "+OK", { verb: "DELE" })]),
  ).toMatchObject({
    verb: "DELE",
  });
  expect(lastSentence([line("C", "XFOO", { verb: "XFOO" })])).toBeUndefined();
});

test("explains the code of a refusal rather than the command that met it", () => {
  const refused = [
    line("C", "PASS ••••••", { verb: "PASS" }),
    line("S", "-ERR [IN-USE] another session holds the lock", { verb: "PASS" }),
  ];
  expect(lastSentence(refused)).toMatchObject({ verb: "[IN-USE]" });
  expect(lastSentence(refused)?.text).toContain("lock");
  expect(lastSentence([...refused.slice(0, 1), line("S", "-ERR [X-ODD] no", { verb: "PASS" })])?.verb).toBe(
    "PASS",
  );
});

test("a connection that ends without QUIT was dropped, one after QUIT was not", () => {
  const closed = line("TCP", "closed", { state: "closed" });
  expect(sessionState([line("C", "DELE 1", { verb: "DELE" }), closed])).toEqual({
    state: "closed",
    isDropped: true,
  });
  expect(sessionState([line("C", "QUIT", { verb: "QUIT" }), closed]).isDropped).toBe(false);
  const earlier = line("C", "QUIT", { verb: "QUIT", connection: 1 });
  expect(sessionState([earlier, { ...closed, connection: 2 }]).isDropped).toBe(true);
});

test("the filter finds words and directions in any case", () => {
  const events = [line("C", "DELE 1"), line("S", "+OK deleted"), line("TLS", "established")];
  expect(matching(events, " dele ")).toHaveLength(2);
  expect(matching(events, "s: +ok")).toHaveLength(1);
  expect(matching(events, "")).toBe(events);
});

test("a status is only a status at the start of a line and as a word", () => {
  expect(statusParts("+OK 2 320")).toEqual({ status: "+OK", rest: " 2 320" });
  expect(statusParts("-ERR")).toEqual({ status: "-ERR", rest: "" });
  expect(statusParts("+OKAY")).toEqual({ status: "", rest: "+OKAY" });
});
