import type { Message } from "@popgate/shared/api/message";
import type { Structure } from "@popgate/shared/api/structure";
import { afterAll, beforeAll, expect, test } from "vitest";
import { errorOf, type AppBench, type Browser } from "../../../support/gateway/app-bench.ts";
import { startMessageBench } from "../../../support/gateway/message-bench.ts";

const INNER = [
  "Subject: Inner",
  "Content-Type: multipart/mixed; boundary=c",
  "",
  "--c",
  "Content-Type: text/plain",
  "",
  "inner words",
  "--c",
  "Content-Type: application/octet-stream; name=one.bin",
  "",
  "one",
  "--c",
  "Content-Type: application/ms-tnef",
  "",
  "tnef",
  "--c--",
];
const MAIL = [
  "Subject: Outer",
  "Content-Type: multipart/mixed; boundary=b",
  "",
  "--b",
  "Content-Type: text/plain; charset=utf-8",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "Gr=C3=BC=C3=9Fe",
  "--b",
  "Content-Type: message/rfc822",
  "",
  ...INNER,
  "--b",
  "Content-Type: application/pdf; name=a.pdf",
  "",
  "%PDF-1.7",
  "--b--",
  "",
].join("\r\n");

let bench: AppBench;
let browser: Browser;
let path: string;

beforeAll(async () => {
  ({ bench, browser, path } = await startMessageBench("outer", MAIL));
});

afterAll(() => bench.close());

const textOf = async (below: string) => (await browser.call("GET", `${path}/${below}`)).text();

test("tells what a message is made of, and saves each part by the name that it tells", async () => {
  const { parts, isCut, notices } = await browser.get<Structure>(`${path}/structure`);
  expect({ isCut, notices }).toEqual({ isCut: false, notices: [] });
  expect(parts.map(({ contentType, part }) => [contentType, part])).toEqual([
    ["multipart/mixed", null],
    ["text/plain", "p1"],
    ["message/rfc822", "p2"],
    ["application/pdf", "p3"],
  ]);
  expect(await textOf("parts/p1")).toBe("Grüße");
  expect(await textOf("parts/p3")).toBe("%PDF-1.7");
});

test("a message within is opened, saved and told by the same name", async () => {
  expect((await browser.get<Message>(`${path}/parts/p2/message`)).subject).toBe("Inner");
  const { parts } = await browser.get<Structure>(`${path}/structure?part=p2`);
  expect(parts.map(({ part }) => part)).toEqual([null, "p2.p1", "p2.p2", "p2.p3"]);
  expect(await textOf("parts/p2.p1")).toBe("inner words");
  for (const part of ["p1", "9", "p2.p9"]) {
    const response = await browser.call("GET", `${path}/structure?part=${part}`);
    expect((await errorOf(response)).code).toBe("not-found");
  }
});

test("all attachments of a message within are one archive; what Outlook wrapped lies in it as it came", async () => {
  const response = await browser.call("GET", `${path}/attachments.zip?part=1`);
  expect(response.headers.get("content-disposition")).toMatch(
    /^attachment; filename="attachments-outer-1.zip"/,
  );
  const zip = Buffer.from(await response.arrayBuffer()).toString("latin1");
  for (const words of ["one.bin", "winmail.dat", "tnef"]) expect(zip).toContain(words);
  expect(zip).not.toContain("a.pdf");
  expect((await browser.call("GET", `${path}/attachments.zip?part=2`)).status).toBe(404);
});

test("the first lines are read as far as they go, without fetching the message", async () => {
  const beginning = await browser.get<Message>(`${path}/beginning?lines=6`);
  expect(beginning).toMatchObject({ subject: "Outer", text: "Grüße\n", attachments: [], notices: [] });
  const { events } = await browser.get<{ events: unknown[] }>(
    `${path.split("/messages")[0] ?? ""}/transcript`,
  );
  expect(JSON.stringify(events)).toMatch(/TOP \d+ 6/);
});
