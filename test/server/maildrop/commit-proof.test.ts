import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proofByList, proofByUidl } from "@popgate/server/maildrop/commit-proof";
import { identify, identifyByHeader } from "@popgate/server/maildrop/identify";

/** Lines of UIDL: `lines("1:a", "3:c")`; with a second colon the size of LIST. */
function lines(...words: string[]) {
  return words.map((word) => {
    const [number = "", uniqueId = "", octets = "10"] = word.split(":");
    return { number: Number(number), uniqueId, octets: Number(octets) };
  });
}

function read(...words: string[]) {
  return identify(lines(...words), lines(...words));
}

describe("the listing before QUIT", () => {
  it.each([
    ["lists what is left under its numbers", ["1:a", "2:b", "3:c"], ["b"], ["1:a", "3:c"], "proven"],
    ["lists nothing where all were committed", ["1:a", "2:b"], ["a", "b"], [], "proven"],
    ["lists what came since too", ["1:a", "2:b"], ["b"], ["1:a", "3:x", "4:y"], "proven"],
    ["lacks one that was not committed", ["1:a", "2:b", "3:c"], ["b"], ["3:c"], "unproven"],
    ["lacks another one in place of the committed", ["1:a", "2:b", "3:c"], ["b"], ["1:a", "2:b"], "unproven"],
    ["still lists one of two committed", ["1:a", "2:b", "3:c"], ["a", "b"], ["2:b", "3:c"], "unproven"],
    ["still lists all", ["1:a", "2:b"], ["b"], ["1:a", "2:b"], "all-listed"],
    ["still lists all, and what came since", ["1:a", "2:b"], ["b"], ["1:a", "2:b", "3:x"], "all-listed"],
    ["is numbered anew", ["1:a", "2:b", "3:c"], ["a"], ["1:b", "2:c"], "proven"],
    ["is numbered anew, with one more gone", ["1:a", "2:b", "3:c"], ["a"], ["1:c"], "unproven"],
    ["is numbered anew, with another gone", ["1:a", "2:b", "3:c"], ["a", "b"], ["1:b"], "unproven"],
    ["gives a committed number to what came since", ["1:a", "2:b"], ["b"], ["1:a", "2:x"], "proven"],
    ["is numbered anew where an id repeats", ["1:a", "2:b", "3:b"], ["a"], ["1:b", "2:b"], "unproven"],
    ["repeats an id anew", ["1:a", "2:b", "3:c"], ["a"], ["1:b", "2:c", "3:c"], "unproven"],
    ["keeps numbers where an id repeats", ["1:a", "2:b", "3:b"], ["b"], ["1:a", "3:b"], "proven"],
    ["moves twins up", ["1:b", "2:b", "3:c"], ["b"], ["1:b", "2:c"], "unproven"],
    ["moves ids that are places", ["1:1", "2:2", "3:3"], ["1"], ["1:1", "2:2"], "unproven"],
    ["moves ids that were places once", ["1:01", "2:02", "3:03"], ["01"], ["1:02", "2:03"], "unproven"],
    ["keeps ids that are places", ["1:1", "2:2", "3:3"], ["2"], ["1:1", "3:3"], "proven"],
    ["names a number twice", ["1:a", "2:b"], ["b"], ["1:a", "1:a"], "unproven"],
    ["is out of order", ["1:a", "2:b", "3:c"], ["b"], ["3:c", "1:a"], "proven"],
    ["gives no id, and keeps numbers", ["1:", "2:b"], ["b"], ["1:"], "proven"],
    ["gives no id, and moves numbers", ["1:a", "2:", "3:c"], ["a"], ["1:", "2:c"], "unproven"],
    ["names all anew", ["1:a", "2:b"], ["b"], ["1:x", "2:y"], "unproven"],
  ] as const)("that %s", (_, before, committed, listed, proof) => {
    expect(proofByUidl(read(...before), new Set(committed), lines(...listed))).toBe(proof);
  });

  it("is compared with unique-ids as the server sends them, blanks and dots among them", () => {
    const before = read("1:a b", "2:.", "3:c");
    const [, , committed] = before.messages;
    expect(proofByUidl(before, new Set([committed?.uid ?? ""]), lines("1:a b", "2:."))).toBe("proven");
  });

  it.each([
    ["keeps numbers and sizes", ["1::10", "2::20", "3::30"], 2, ["1::10", "3::30"], "proven"],
    ["moves numbers", ["1::10", "2::20", "3::30"], 1, ["1::20", "2::30"], "unproven"],
    ["moves numbers, and fills up with what came since", ["1::10", "2::20"], 2, ["1::20"], "unproven"],
    ["still lists all", ["1::10", "2::20"], 2, ["1::10", "2::20"], "all-listed"],
  ] as const)("of a server without UIDL that %s", (_, before, committed, listed, proof) => {
    const list = lines(...before);
    const session = identifyByHeader(list, new Map(list.map(({ number }) => [number, `h${number}`])));
    const uids = session.messages.filter(({ number }) => number === committed).map(({ uid }) => uid);
    expect(proofByList(session, new Set(uids), lines(...listed))).toBe(proof);
  });
});

interface Line {
  readonly number: number;
  readonly uniqueId: string;
  readonly octets: number;
}

/** Does what it is told, but its numbers may be places among what is there now. */
class ShiftingServer {
  #messages: readonly Line[];
  readonly #isShifting: boolean;
  readonly #marked = new Set<Line>();

  constructor(messages: readonly Line[], isShifting: boolean) {
    this.#messages = messages;
    this.#isShifting = isShifting;
  }

  #numbered(): readonly Line[] {
    return this.#isShifting ? this.#messages.filter((message) => !this.#marked.has(message)) : this.#messages;
  }

  /** @returns whether there is such a message */
  dele(number: number): boolean {
    const message = this.#numbered()[number - 1];
    if (message === undefined || this.#marked.has(message)) return false;
    this.#marked.add(message);
    return true;
  }

  listed(): Line[] {
    const lines = this.#numbered().map((message, index) => ({ message, number: index + 1 }));
    return lines
      .filter(({ message }) => !this.#marked.has(message))
      .map(({ message, number }) => ({ ...message, number }));
  }

  /** Of another client. */
  expunge(index: number): void {
    if (this.#isShifting) this.#messages = this.#messages.filter((_, at) => at !== index);
  }

  deliver(uniqueIds: readonly string[]): void {
    this.#messages = [
      ...this.#messages,
      ...uniqueIds.map((uniqueId) => ({ number: 0, uniqueId, octets: 10 })),
    ];
  }

  get marked(): ReadonlySet<Line> {
    return this.#marked;
  }
}

const story = fc.record({
  ids: fc.array(fc.constantFrom("a", "b", "c", "d", "e", "1", "2", "3", ""), { minLength: 1, maxLength: 6 }),
  /** Indexes of the committed, in the order of their DELE. */
  order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
  isShifting: fc.boolean(),
  expunged: fc.option(fc.nat(5), { nil: undefined }),
  arrived: fc.constantFrom([], ["x"], ["x", "y"]),
});

it("proves nothing where another message would go, in whatever order DELE reached a server whose numbers move", () => {
  const seen = { proven: 0, wrong: 0 };
  fc.assert(
    fc.property(story, ({ ids, order, isShifting, expunged, arrived }) => {
      const messages = ids.map((uniqueId, index) => ({ number: index + 1, uniqueId, octets: 10 }));
      const session = identify(messages, messages);
      const server = new ShiftingServer(messages, isShifting);
      // Of twins that move up nobody could tell which one another client has removed; nor of mail that came and
      // went between two listings, where it took the place of what was removed.
      const isSound = new Set(ids).size === ids.length && !ids.includes("") && !session.hasPlacesAsIds;
      if (expunged !== undefined && isSound) server.expunge(expunged);
      else server.deliver(arrived);
      const committed = order.filter((index) => index < ids.length);
      // What the server refused is not marked: the commit names the others.
      if (committed.length === 0 || !committed.every((index) => server.dele(index + 1))) return;
      const uids = committed.flatMap((index) => session.messages[index]?.uid ?? []);
      const meant = new Set<Line | undefined>(committed.map((index) => messages[index]));
      const isTrue = server.marked.size === meant.size && [...server.marked].every((line) => meant.has(line));
      const proof = proofByUidl(session, new Set(uids), server.listed());
      seen[isTrue ? "proven" : "wrong"] += 1;
      if (!isTrue) expect(proof).not.toBe("proven");
      // In step with the RFC it always proves what is so.
      if (!isShifting) expect(proof).toBe("proven");
    }),
    { numRuns: 3_000 },
  );
  expect(seen.proven).toBeGreaterThan(100);
  expect(seen.wrong).toBeGreaterThan(100);
});
