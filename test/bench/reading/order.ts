import { Maildrop } from "@popgate/server/maildrop/maildrop";
import type { HeaderRow } from "@popgate/server/messages/header/header-columns";
import { parseHeaderRow } from "@popgate/server/messages/header/header-row";
import { Rows } from "@popgate/server/sessions/list/rows";
import type { RowQuery } from "@popgate/shared/api/message";
import { median, milliseconds, times, type Section } from "../section.ts";

const COUNT = 100_000;
const ROUNDS = 5;
const WORDS = "alpha Beta gamma delta Épsilon zeta eta theta iota kappa invoice report meeting".split(" ");
const BASE: RowQuery = { offset: 0, limit: 100, sort: "number", order: "desc", q: "", filter: "all" };
const QUERIES: Readonly<Record<string, Partial<RowQuery>>> = {
  "by number": {},
  "by date": { sort: "date" },
  "by size": { sort: "size" },
  "by sender": { sort: "from" },
  "by subject": { sort: "subject" },
  unread: { filter: "unread" },
  "with attachments": { filter: "attachments" },
  "two words": { q: "invoice 77" },
  "in threads": { threads: true },
};

/** What a page of a large mailbox costs the event loop, by column. */
export function measureOrder(): Section {
  const headers = Array.from({ length: COUNT }, (_, nth) => header(nth));
  const numbers = Float64Array.from({ length: COUNT }, (_, nth) => (nth * 7919) % COUNT);
  const taken = Object.values(QUERIES).map(() => ({
    first: [] as number[],
    again: [] as number[],
    afterOne: [] as number[],
    afterHundred: [] as number[],
  }));
  const plain: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const plainMs = timed(() => Float64Array.from(numbers).sort((a, b) => a - b));
    for (const [at, change] of Object.values(QUERIES).entries()) {
      const query = { ...BASE, ...change };
      const rows = rowsOf(headers);
      const page = () => timed(() => rows.page(query));
      const [first, again] = [page(), page()];
      rows.learn("u500", header(501));
      const afterOne = page();
      for (let nth = 0; nth < 100; nth += 1) rows.learn(`u${nth * 37}`, header(nth));
      const afterHundred = page();
      // The first round warms up.
      if (round === 0) continue;
      taken[at]?.first.push(first);
      taken[at]?.again.push(again);
      taken[at]?.afterOne.push(afterOne);
      taken[at]?.afterHundred.push(afterHundred);
    }
    if (round > 0) plain.push(plainMs);
  }
  const plainMs = median(plain);
  return {
    title: "A page of a list of 100,000 messages",
    note:
      "Processor time of the gateway's main thread for the first hundred rows of a list whose headers are all known: asked for the first time, again, after one more header was read, and after a hundred. " +
      `Beside it a plain array of as many numbers, sorted with a comparator: ${milliseconds(plainMs)}.`,
    columns: ["List", "First", "By the plain sort", "Again", "After a header", "After a hundred"],
    rows: Object.keys(QUERIES).map((name, at) => {
      const figures = taken[at];
      const of = (values: readonly number[] | undefined) => median(values ?? []);
      return [
        name,
        milliseconds(of(figures?.first)),
        times(of(figures?.first) / plainMs),
        milliseconds(of(figures?.again)),
        milliseconds(of(figures?.afterOne)),
        milliseconds(of(figures?.afterHundred)),
      ];
    }),
  };
}

function rowsOf(headers: readonly HeaderRow[]): Rows {
  const messages = headers.map((_, nth) => ({
    uid: `u${nth}`,
    number: nth + 1,
    octets: (nth * 7919) % 1_000_003,
    sharedBy: 1,
  }));
  const rows = new Rows(() => false);
  rows.adopt(new Maildrop(messages, false));
  for (const [nth, each] of headers.entries()) rows.learn(`u${nth}`, each);
  return rows;
}

function header(nth: number): HeaderRow {
  return parseHeaderRow(
    Buffer.from(
      [
        `Subject: ${nth % 3 === 0 ? "Re: " : ""}${word(nth * 7)} ${word(nth * 11)} ${(nth * 7919) % COUNT}`,
        `From: ${word(nth * 5)} ${(nth * 31) % 2000} <sender${(nth * 31) % 2000}@example.org>`,
        "To: kim@example.org",
        `Date: ${new Date(1.6e12 + ((nth * 7919) % COUNT) * 60_000).toUTCString()}`,
        `Message-ID: <${nth}@example.org>`,
        nth % 3 === 0 ? `References: <${nth - 7}@example.org> <${nth - 1}@example.org>` : "X: y",
        "",
        "",
      ].join("\r\n"),
    ),
  );
}

function word(nth: number): string {
  return WORDS[nth % WORDS.length] ?? "";
}

/** Milliseconds of processor time: what else runs on the machine does not count. */
function timed(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
