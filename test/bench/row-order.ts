import { Maildrop } from "@popgate/server/maildrop/maildrop";
import { parseHeaderRow } from "@popgate/server/messages/header-row";
import { Rows } from "@popgate/server/sessions/list/rows";
import type { RowQuery } from "@popgate/shared/api/message";

// What a page of a large mailbox costs, by column: `node_modules/.bin/tsx -C source test/bench/row-order.ts [messages]`

const COUNT = Number(process.argv[2] ?? 100_000);
const WORDS = "alpha Beta gamma delta Épsilon zeta eta theta iota kappa invoice report meeting".split(" ");
const word = (nth: number) => WORDS[nth % WORDS.length] ?? "";
const header = (nth: number) =>
  parseHeaderRow(
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

const messages = Array.from({ length: COUNT }, (_, nth) => ({
  uid: `u${nth}`,
  number: nth + 1,
  octets: (nth * 7919) % 1_000_003,
  sharedBy: 1,
}));
const rows = new Rows(() => false);
rows.adopt(new Maildrop(messages, false));
for (let nth = 0; nth < COUNT; nth += 1) rows.learn(`u${nth}`, header(nth));

const base: RowQuery = { offset: 0, limit: 100, sort: "number", order: "desc", q: "", filter: "all" };
const queries: Partial<RowQuery>[] = [
  {},
  { sort: "date" },
  { sort: "size" },
  { sort: "from" },
  { sort: "subject" },
  { filter: "unread" },
  { filter: "attachments" },
  { q: "invoice 77" },
  { threads: true },
  { sort: "date", threads: true },
];
for (const change of queries) {
  const query = { ...base, ...change };
  const first = timed(() => rows.page(query));
  const again = timed(() => rows.page(query));
  rows.learn("u500", header(501));
  const afterOne = timed(() => rows.page(query));
  for (let nth = 0; nth < 100; nth += 1) rows.learn(`u${nth * 37}`, header(nth));
  const afterHundred = timed(() => rows.page(query));
  console.log(
    `${COUNT} rows ${JSON.stringify(change)}: first ${first} ms, again ${again} ms, after 1 header ${afterOne} ms, after 100 ${afterHundred} ms`,
  );
}

/** Milliseconds of processor time: what else runs on the machine does not count. */
function timed(work: () => unknown): string {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / 1000).toFixed(1);
}
