import { demoMailbox } from "@popgate/server/demo/mail/demo-mailbox";
import { readWhole } from "@popgate/server/demo/maildrop/message-source";
import { simpleParser, type AddressObject, type ParsedMail } from "mailparser";
import { beforeAll, describe, expect, test } from "vitest";
import { readZip } from "../../support/read-zip.ts";

const NOW = Date.UTC(2026, 10, 21, 9, 0);
const MAILBOX = demoMailbox(NOW);
const RAW = MAILBOX.map((message) => readWhole(message.source));

let parsed: ParsedMail[];
beforeAll(async () => {
  parsed = await Promise.all(RAW.map((raw) => simpleParser(raw)));
});

function bySubject(start: string): ParsedMail {
  const found = parsed.find((mail) => mail.subject?.startsWith(start) === true);
  if (found === undefined) throw new Error(`no message "${start}"`);
  return found;
}

describe("the lessons' messages", () => {
  test("are numbers 1 to 6, in their order", () => {
    expect(parsed.slice(0, 6).map((mail) => mail.subject)).toEqual([
      "Welcome to your maildrop",
      "Lines that begin with dots",
      "Report: ferries in the third quarter",
      "Holiday video",
      "Grüße, поздрави, χαιρετισμούς – and a euro: €",
      "Welcome to your maildrop",
    ]);
  });

  test("number 6 is the twin of number 1, under another unique-id", () => {
    expect(RAW[5]?.equals(RAW[0] ?? Buffer.alloc(0))).toBe(true);
    expect(MAILBOX[5]?.uid).not.toBe(MAILBOX[0]?.uid);
  });

  test("the holiday video is about 468 kB; all others together are under 5 kB", () => {
    const octets = RAW.slice(0, 6).map((raw) => raw.length);
    expect(octets[3]).toBeGreaterThan(460_000);
    expect(octets[3]).toBeLessThan(476_000);
    expect(octets.filter((_, index) => index !== 3).reduce((sum, size) => sum + size)).toBeLessThan(5_200);
  });

  test("the dots come through the parser as they were typed", () => {
    expect(parsed[1]?.text).toContain("\n.\n..\n...\n.hidden\n. with a blank behind it\n..and this");
  });
});

describe("every message", () => {
  test("there are at least 42, and the same start gives the same octets", () => {
    expect(MAILBOX.length).toBeGreaterThanOrEqual(42);
    const again = demoMailbox(NOW);
    expect(again.map((message) => message.uid)).toEqual(MAILBOX.map((message) => message.uid));
    expect(
      again.every((message, index) => readWhole(message.source).equals(RAW[index] ?? Buffer.alloc(0))),
    ).toBe(true);
  });

  test("keeps its unique-id and its octets when the demo starts at another time", () => {
    const leapDay = Date.UTC(2028, 1, 29, 23, 59, 59);
    for (const later of [NOW + 1000, NOW + 40 * 86_400_000, leapDay, Date.UTC(2031, 4, 5)]) {
      const again = demoMailbox(later);
      expect(again.map(({ uid }) => uid)).toEqual(MAILBOX.map(({ uid }) => uid));
      expect(again.map(({ source }) => source.octets)).toEqual(MAILBOX.map(({ source }) => source.octets));
    }
    expect(new Set(MAILBOX.map(({ uid }) => uid)).size).toBe(MAILBOX.length);
  });

  test("tells its octets exactly, and uses CRLF and nothing else", () => {
    for (const [index, raw] of RAW.entries()) {
      expect(MAILBOX[index]?.source.octets).toBe(raw.length);
      expect(raw.subarray(-2).toString()).toBe("\r\n");
      expect(raw.toString("latin1").replaceAll("\r\n", "")).not.toMatch(/[\r\n\0]/);
    }
  });

  test("keeps its lines within 998 octets, and its header in ASCII", () => {
    for (const raw of RAW) {
      const text = raw.toString("latin1");
      expect(Math.max(...text.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(998);
      expect(text.slice(0, text.indexOf("\r\n\r\n"))).toMatch(/^[\x20-\x7e\r\n]+$/);
    }
  });

  test("has a sender and an own Message-ID, twins apart", () => {
    for (const mail of parsed) expect(mail.from?.value[0]?.address).toMatch(/^[\w.+-]+@[\w.-]+\.example$/i);
    expect(new Set(parsed.map((mail) => mail.messageId)).size).toBe(MAILBOX.length - 1);
  });

  test("lies in the past, oldest first, the newest less than an hour ago", () => {
    const dates = parsed.slice(6).flatMap((mail) => (mail.date === undefined ? [] : [mail.date.getTime()]));
    expect(dates).toEqual(dates.toSorted((a, b) => a - b));
    expect(dates.at(-1)).toBeLessThan(NOW);
    expect(dates.at(-1)).toBeGreaterThan(NOW - 3_600_000);
  });

  test("names no host outside the reserved domains and addresses", () => {
    for (const mail of parsed) {
      const text = `${mail.html === false ? "" : mail.html} ${mail.text ?? ""}`;
      for (const [, host = ""] of text.matchAll(/https?:\/\/([^/\s"?]+)/g)) {
        expect(host).toMatch(/\.example$|^203\.0\.113\.7$/);
      }
    }
  });
});

describe("scripts and charsets", () => {
  test.each([
    ["会議の議事録をお送りします", "山田 太郎", "次回の会議は来週の木曜日"],
    ["ご予約の本が届きました", "山本 恵子", "「郵便の歴史」が入荷いたしました"],
    ["دعوة إلى أمسية شعرية", "مكتبة الرواق", "الدخول مجاني"],
    ["Votre commande de Noël – déjà prête", "Boulangerie « Le Fournil »", "47,50 € ; vous"],
    ["Лекция переносится", "Галина Орлова", "Возьмите, пожалуйста, карту"],
    ["Fahrplan für Donnerstag", "Hanna Weiß", "bis Mühlgasse"],
    ["🧺 Picnic on Sunday?", "Lucía 🌻", "👩‍👩‍👧‍👦"],
    ["Grüße, поздрави", "Zoë Brontë", "Zażółć gęślą jaźń"],
  ])("%s", (subject, name, text) => {
    const mail = bySubject(subject);
    expect(mail.from?.value[0]?.name).toBe(name);
    expect(mail.text).toContain(text);
  });
});

describe("files", () => {
  test.each([
    ["Invoice 2207", ["invoice-2207.pdf", "application/pdf"]],
    ["Concert programme", ["programme-proof-3.pdf", "application/pdf"]],
    ["The figures by day", ["ferries-q3.zip", "application/zip"]],
    ["Recording of Sunday", ["peal.wav", "audio/wav"]],
    ["Fwd: Lamp", ["Lamp, brass, with shade.eml", "message/rfc822"]],
    ["Holiday video", ["sunrise.avi", "video/x-msvideo"]],
    ["Two photographs", ["before sunrise.png", "image/png"], ["nach Sonnenaufgang – schön.png", "image/png"]],
  ])("%s", (subject, ...expected) => {
    expect(bySubject(subject).attachments.map((file) => [file.filename, file.contentType])).toEqual(expected);
  });

  test("the recording has 5 MB", () => {
    expect(bySubject("Recording of Sunday").attachments[0]?.content.length).toBe(5_000_000);
  });

  test("begin as their types demand", () => {
    const content = (subject: string) => bySubject(subject).attachments[0]?.content.toString("latin1") ?? "";
    expect(content("Invoice 2207")).toMatch(/^%PDF-1\.4\n[^]*%%EOF\n$/);
    expect(content("Two photographs")).toMatch(/^\x89PNG\r\n\x1a\n[^]*IEND/);
    expect(content("Holiday video")).toMatch(/^RIFF[^]{4}AVI LIST/);
    expect(content("Recording of Sunday")).toMatch(/^RIFF[^]{4}WAVEfmt /);
  });

  test("the PDF's cross-references point at its objects", () => {
    const pdf = bySubject("Invoice 2207").attachments[0]?.content.toString("latin1") ?? "";
    const offsets = [...pdf.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
    expect(offsets).toHaveLength(5);
    for (const [index, offset] of offsets.entries())
      expect(pdf.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj`));
    expect(pdf.slice(Number(/startxref\n(\d+)/.exec(pdf)?.[1]))).toMatch(/^xref\n0 6\n/);
  });

  test("the ZIP's members unpack", () => {
    const zip = bySubject("The figures by day").attachments[0]?.content ?? Buffer.alloc(0);
    const [days] = readZip(zip).values();
    expect(days?.toString()).toMatch(/^day;crossings;passengers\r\n1;30;1200\r\n/);
  });

  test("pictures in the text are found by their content ids", () => {
    const mail = bySubject("What the roof made");
    expect(mail.attachments.map((file) => [file.cid, file.related])).toEqual([
      ["chart@energy-coop.example", true],
      ["roof@energy-coop.example", true],
      [undefined, undefined],
    ]);
    // mailparser puts the pictures in place of the cid: addresses it could resolve.
    expect(String(mail.html).match(/src="data:image\/png;base64,/g)).toHaveLength(2);
  });
});

describe("kinds of mail", () => {
  test("a thread of five, each answering the one before", () => {
    const thread = parsed.filter((mail) => mail.subject?.includes("Why does LIST leave a hole") === true);
    expect(thread).toHaveLength(5);
    for (const [index, mail] of thread.entries()) {
      expect(mail.inReplyTo).toBe(thread[index - 1]?.messageId);
      expect([mail.references ?? []].flat()).toEqual(
        thread.slice(0, index).map((earlier) => earlier.messageId),
      );
      expect(mail.headers.get("list")).toMatchObject({ id: { name: "Networking 101" } });
    }
  });

  test("a newsletter with remote pictures and a counting pixel", () => {
    const { html, text } = bySubject("Sorting at eighty");
    expect(String(html).match(/<img src="https:\/\/images\.night-mail\.example/g)).toHaveLength(5);
    expect(html).toContain('<img src="https://count.night-mail.example/open.gif');
    expect(text).toContain("The pneumatic post of the capital");
  });

  test("a link that says one place and goes to another, and answers that go to a third", () => {
    const mail = bySubject("Unusual sign-in");
    expect(mail.html).toContain(
      '<a href="http://203.0.113.7/login?next=savings-bank.example">https://www.savings-bank',
    );
    expect(mail.replyTo?.value[0]?.address).toBe("collect@somewhere-else.example");
  });

  test("an invitation in three readings", () => {
    const mail = bySubject("Invitation: Rehearsal");
    expect(mail.text).toContain("Rehearsal, small hall");
    const calendar = mail.attachments
      .find((file) => file.contentType === "text/calendar")
      ?.content.toString();
    expect(calendar).toContain("METHOD:REQUEST\r\nBEGIN:VEVENT\r\n");
    expect(calendar).toMatch(/\r\nDTSTART:20261126T173000Z\r\n/);
  });

  test.each([
    ["Undelivered: Your lamp", "multipart/report", "no such mailbox there"],
    ["Read: Chairs: yes", "multipart/report", "does not mean that it was agreed with"],
    ["Signed, so that you know", "multipart/signed", "Compare it by telephone"],
    ["Fwd: Lamp", "multipart/mixed", "I would carry it"],
  ])("%s", (subject, type, text) => {
    const mail = bySubject(subject);
    expect(mail.headers.get("content-type")).toMatchObject({ value: type });
    expect(mail.text).toContain(text);
  });

  test("one to thirty people, one without subject, one without date, one without body, one with a long subject", () => {
    const to = bySubject("Seating plan").to as AddressObject;
    expect(to.value).toHaveLength(30);
    expect(parsed.filter((mail) => mail.subject === undefined)).toHaveLength(1);
    expect(parsed.filter((mail) => mail.date === undefined)).toHaveLength(1);
    expect(bySubject("[cellar] heartbeat").text ?? "").toBe("");
    expect(bySubject("Invitation to the extraordinary meeting").subject?.length).toBeGreaterThan(300);
  });

  test("flowed text is marked as such and keeps its blanks", () => {
    const raw = RAW.find((octets) => octets.includes("Subject: The path along the river"))?.toString();
    expect(raw).toContain("format=flowed");
    expect(raw).toMatch(/there is a bench \r\n|bench now|planks \r\n/);
    expect(raw).toContain("\r\n-- \r\nSunniva\r\n");
  });
});
