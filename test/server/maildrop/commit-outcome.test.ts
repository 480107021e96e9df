import { describe, expect, it } from "vitest";
import { commitOutcome, type Fate, type QuitAnswer } from "@popgate/server/maildrop/commit-outcome";
import { identify, identifyByHeader } from "@popgate/server/maildrop/identify";
import type { Maildrop } from "@popgate/server/maildrop/maildrop";
import { identityOf } from "@popgate/server/maildrop/message-identity";

/** Messages of ten octets, or of as many as stand behind a colon: `drop("a", "b:11")`. */
function drop(...words: string[]) {
  const messages = words.map((word, index) => {
    const [uniqueId = "", octets = "10"] = word.split(":");
    return { number: index + 1, uniqueId, octets: Number(octets) };
  });
  return identify(messages, messages);
}

/** As a pending commit is written down and read again. */
function committed(before: Maildrop, ...uids: string[]) {
  const facts = before.messages.filter(({ uid }) => uids.includes(uid)).map(identityOf);
  return JSON.parse(JSON.stringify(facts));
}

/** What the reading tells by itself; QUIT was answered only where it is said. */
function outcome(before: Maildrop, uids: readonly string[], after: Maildrop, isAnswered = false) {
  return commitOutcome(committed(before, ...uids), after, isAnswered ? "ok" : "none");
}

describe("the outcome of a commit", () => {
  it("tells gone from still there, and counts what was freed", () => {
    expect(outcome(drop("a", "b", "c"), ["a", "c"], drop("b", "c"))).toEqual({
      removed: ["a"],
      remaining: ["c"],
      unknown: [],
      freedOctets: 10,
    });
  });

  it("counts a removed twin as removed, though the other now bears its name", () => {
    const before = drop("a", "a");
    expect(outcome(before, ["a"], drop("a"))).toMatchObject({ removed: ["a"] });
    expect(outcome(before, ["a 2"], drop("a"))).toMatchObject({ removed: ["a 2"] });
  });

  it("knows twins by their sizes where these differ", () => {
    const before = drop("a:10", "a:11");
    expect(outcome(before, ["a"], drop("a:11"))).toMatchObject({ removed: ["a"] });
    expect(outcome(before, ["a", "a 2"], drop("a:11"))).toMatchObject({ removed: ["a"], remaining: ["a 2"] });
  });

  it("sees that neither twin went", () => {
    expect(outcome(drop("a", "a"), ["a 2"], drop("a", "a"))).toMatchObject({
      removed: [],
      remaining: ["a 2"],
    });
  });

  it("sees that one of two committed twins stayed, beside one that was not committed", () => {
    const told = outcome(drop("a", "a", "a"), ["a", "a 3"], drop("a", "a"));
    expect(told.removed).toHaveLength(1);
    expect(told.remaining).toHaveLength(1);
  });

  it("does not know twins from others that came meanwhile, if QUIT was answered", () => {
    const before = drop("a:10", "a:11");
    expect(outcome(before, ["a", "a 2"], drop("a:10", "a:11"), true)).toMatchObject({
      remaining: [],
      unknown: ["a", "a 2"],
      freedOctets: 0,
    });
  });

  it("is not misled by mail that arrived meanwhile", () => {
    expect(outcome(drop("a"), ["a"], drop("b", "c"))).toMatchObject({ removed: ["a"] });
  });

  it("tells a message as removed whose unique-id another has now, if QUIT was answered", () => {
    expect(outcome(drop("a:10"), ["a"], drop("a:11"), true)).toMatchObject({ removed: ["a"], remaining: [] });
  });

  it("does not judge by a changed size alone: without an answer some servers count anew", () => {
    expect(outcome(drop("a:10"), ["a"], drop("a:11"))).toMatchObject({ unknown: ["a"], freedOctets: 0 });
  });
});

describe("the outcome of a commit where the server does not name its messages", () => {
  const byHeader = (...hashes: (string | undefined)[]) => {
    const list = hashes.map((_, index) => ({ number: index + 1, octets: 10 }));
    const known = hashes.flatMap((hash, index): [number, string][] =>
      hash === undefined ? [] : [[index + 1, hash]],
    );
    return identifyByHeader(list, new Map(known));
  };
  const [uid = ""] = byHeader("hash").messages.map((message) => message.uid);
  const [place = ""] = drop("").messages.map((message) => message.uid);

  it("is told by the headers", () => {
    expect(outcome(byHeader("hash", "other"), [uid], byHeader("other"))).toMatchObject({ removed: [uid] });
    expect(outcome(byHeader("hash"), [uid], byHeader("new", "hash"))).toMatchObject({ remaining: [uid] });
  });

  it("is not known where a message of that size has no name this time, and QUIT was not answered", () => {
    expect(outcome(byHeader("hash"), [uid], byHeader(undefined))).toMatchObject({ unknown: [uid] });
    expect(outcome(byHeader("hash"), [uid], byHeader(undefined), true)).toMatchObject({ removed: [uid] });
  });

  it("is not known where the server names its messages in another way now, and known where none is left", () => {
    expect(outcome(byHeader("hash"), [uid], drop("a"), true)).toEqual({
      removed: [],
      remaining: [],
      unknown: [uid],
      freedOctets: 0,
    });
    expect(outcome(drop("a"), ["a"], byHeader("hash"), true)).toMatchObject({ unknown: ["a"] });
    expect(outcome(byHeader("hash"), [uid], drop())).toMatchObject({ removed: [uid] });
  });

  it("is not known of a message that has only a place, while another of its size is there", () => {
    expect(outcome(drop("", ""), [place], drop(""), true)).toMatchObject({ unknown: [place], removed: [] });
    expect(outcome(drop(""), [place], drop(""))).toMatchObject({ unknown: [place], remaining: [] });
    expect(outcome(drop(""), [place], byHeader("hash"))).toMatchObject({ unknown: [place] });
  });

  it("is known of a message that has only a place, where none of its size is left", () => {
    expect(outcome(drop("", ":11"), [place], drop(":11"))).toMatchObject({ removed: [place] });
    expect(outcome(drop(""), [place], drop())).toMatchObject({ removed: [place] });
  });
});

describe("a report does not claim more than was seen", () => {
  const told = (before: Maildrop, uids: readonly string[], after: Maildrop, answer: QuitAnswer) =>
    commitOutcome(committed(before, ...uids), after, answer, before);

  it.each([
    ["all names are others, and as many messages are there", drop("x:10", "y:11"), "ok", "unknown"],
    ["all names are others, and one came besides", drop("x:10", "y:11", "z:12"), "ok", "unknown"],
    ["all names are others, and there are fewer messages", drop("y:11"), "ok", "removed"],
    ["another name stayed", drop("x:10", "b:11"), "ok", "removed"],
    ["QUIT was refused, and the maildrop looks empty", drop(), "refused", "unknown"],
    ["QUIT was not answered, and the maildrop looks empty", drop(), "none", "unknown"],
    ["QUIT was refused, and what was not committed stayed", drop("b:11"), "refused", "removed"],
  ] as const)("where %s", (_, after, answer, fate) => {
    expect(told(drop("a:10", "b:11"), ["a"], after, answer)[fate]).toEqual(["a"]);
  });

  it("and where all were committed, what is there under other names may be they by its size alone", () => {
    const before = drop("a:10", "b:11");
    expect(told(before, ["a", "b"], drop("x:10"), "ok")).toMatchObject({ removed: ["b"], unknown: ["a"] });
    expect(told(before, ["a", "b"], drop("x:99"), "ok").removed).toEqual(["a", "b"]);
    expect(told(before, ["a", "b"], drop(), "ok").removed).toEqual(["a", "b"]);
  });

  it("and of a server that tells no headers +OK is believed where all were committed, behind whatever came", () => {
    const before = drop("a:10", "b:11");
    const untold = (uids: readonly string[], after: Maildrop, answer: QuitAnswer) =>
      commitOutcome(committed(before, ...uids), after, answer, before, "untold");
    expect(untold(["a", "b"], drop("x:10", "y:11"), "ok").removed).toEqual(["a", "b"]);
    expect(untold(["a", "b"], drop("x:10", "y:11"), "none").unknown).toEqual(["a", "b"]);
    expect(untold(["a"], drop("x:10", "y:11"), "ok").unknown).toEqual(["a"]);
    expect(untold(["a", "b"], drop("1:10", "2:11"), "ok").unknown).toEqual(["a", "b"]);
  });

  it("and names that are places tell nothing, whoever bears them now", () => {
    const before = drop("1:10", "2:11", "3:10");
    expect(told(before, ["1"], drop("1:11", "2:10"), "ok").unknown).toEqual(["1"]);
    expect(told(before, ["1", "2"], drop("1:10"), "ok")).toMatchObject({ removed: ["2"], unknown: ["1"] });
  });

  it("and what the headers showed decides", () => {
    const before = drop("a:10", "b:10", "c:10");
    const byHeader = new Map<string, Fate>([
      ["a", "unknown"],
      ["b", "removed"],
      ["c", "remaining"],
    ]);
    const all = committed(before, "a", "b", "c");
    expect(commitOutcome(all, drop("x:10", "c:10"), "ok", before, byHeader)).toEqual({
      removed: ["b"],
      remaining: ["c"],
      unknown: ["a"],
      freedOctets: 10,
    });
  });
});
