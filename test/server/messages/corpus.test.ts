import type { Address } from "@popgate/shared/api/address";
import { readMessage, type ParsedMessage } from "@popgate/server/messages/message-view";
import { openPart } from "@popgate/server/messages/parts/part-stream";
import { describe, expect, test } from "vitest";
import { CORPUS } from "../../corpus/corpus.ts";
import type { ExpectedView } from "../../corpus/entry.ts";
import { stored } from "./stored.ts";

test("the corpus has names that tell its entries apart, and enough of them", () => {
  expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length);
  expect(CORPUS.length).toBeGreaterThanOrEqual(150);
});

describe("shows", () => {
  test.each(CORPUS)("$name", async ({ raw, expected }) => {
    expect(shownOf(await readMessage(stored(raw), { uid: "u" }))).toMatchObject(expected);
  });
});

describe("streams each attachment with the octets that the view counted", () => {
  test.each(CORPUS)("$name", async ({ raw }) => {
    const { attachments } = await readMessage(stored(raw), { uid: "u" });
    for (const { part, filename, octets } of attachments) {
      const opened = await openPart(stored(raw), part);
      expect(opened?.filename).toBe(filename);
      expect(Buffer.concat((await opened?.stream.toArray()) ?? [])).toHaveLength(octets);
    }
    expect(await openPart(stored(raw), String(attachments.length + 1))).toBeUndefined();
  });
});

function shownOf(view: ParsedMessage): Required<ExpectedView> {
  const { subject, text, html, notices, calendar, report } = view;
  return {
    subject,
    from: view.from === null ? null : written(view.from),
    to: view.to.map(written),
    cc: view.cc.map(written),
    date: view.date === null ? null : new Date(view.date).toISOString(),
    text,
    html: html?.source ?? null,
    notices,
    calendar,
    report,
    attachments: view.attachments.map(({ filename, contentType, octets, inline }) =>
      [filename, contentType, octets, ...(inline ? ["inline"] : [])].join(" "),
    ),
    protection: view.protection.map(({ kind, standard }) => `${kind} ${standard}`),
    embedded: view.attachments.flatMap(({ message }) => (message === null ? [] : [message.subject])),
  };
}

function written({ name, address }: Address): string {
  return `${name} <${address}>`.trim();
}
