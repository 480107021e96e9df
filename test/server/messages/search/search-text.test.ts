import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { htmlWords } from "@popgate/server/messages/search/html-words";
import { SearchText } from "@popgate/server/messages/search/search-text";
import { WordSearch } from "@popgate/server/messages/search/word-search";

function wordsOf(mail: string, chunk = mail.length): string {
  const text = new SearchText();
  const octets = Buffer.from(mail, "latin1");
  for (let at = 0; at < octets.length; at += chunk) text.write(octets.subarray(at, at + chunk));
  return text.end();
}

describe("the words of a message", () => {
  const mail = [
    "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "Content-Type: text/plain; charset=iso-8859-1",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "Caf=E9 in M=",
    "=FCnchen",
    "--b",
    "Content-Type: text/html",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from("<p>Rech<b>nung</b> f&uuml;r&nbsp;Mai</p>").toString("base64"),
    "--b",
    "Content-Type: text/plain",
    "Content-Disposition: attachment; filename=a.txt",
    "",
    "attached words",
    "--b--",
  ].join("\r\n");

  test.each([1, 7, 10_000])("are its subject and texts, decoded, in chunks of %i", (chunk) => {
    const words = wordsOf(mail, chunk);
    for (const word of ["Grüße", "Café in München", "Rechnung für"]) expect(words).toContain(word);
    expect(words).not.toContain("attached");
  });
});

describe("the words of HTML", () => {
  test.each([
    ["<p>in<b>voi</b>ce</p><p>due", "\ninvoice\n\ndue"],
    ["a<br>b", "a\nb"],
    ["<style>p{}</style>x<script>alert('</p>')</script>y", "\n\nx\n\ny"],
    ["1 < 2 && 3 > 2", "1 < 2 && 3 > 2"],
    ["&#8364;&#x20AC;&euro;&unknown;&#0;", "€€€&unknown; "],
    ["soft\u00adhyphen", "softhyphen"],
    ["<!-- <p>no</p> -->yes", "yes"],
    ["<!DOCTYPE html>yes", "\nyes"],
    ["begun <p and never ended", "begun \n"],
    ["<script>never ended", "\n"],
    ["<!-- never ended", ""],
  ])("of %j", (html, words) => {
    expect(htmlWords(html)).toBe(words);
  });

  test("take no longer for what a sender made to last", () => {
    for (const piece of ["<", "<!--", "<script", "<script>", "&#", "</"]) {
      expect(htmlWords(piece.repeat(200_000)).length).toBeLessThan(2_000_000);
    }
  });

  test("are there, whatever the octets", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "<p",
      "script",
      "style>",
      "</",
      "<!--",
      "-->",
      "&amp;",
      "&#1",
      ";",
      "w",
    );
    fc.assert(fc.property(fc.array(piece), (pieces) => void htmlWords(pieces.join(""))));
  });
});

describe("a search for words", () => {
  test("finds all of them anywhere, capitals aside, and shows where the first stands", () => {
    const text = "The QUICK\n   brown fox jumps over the lazy dog";
    expect(new WordSearch("Brown quick").find(text)).toEqual({
      before: "The QUICK ",
      match: "brown",
      after: " fox jumps over the lazy dog",
    });
    expect(new WordSearch("quick cat").find(text)).toBeUndefined();
  });

  test("what stands around a word begins and ends with whole words, where there are any", () => {
    const words = "seven letters each ".repeat(12);
    const found = new WordSearch("needle").find(`${words}needle ${words}`);
    expect(found?.before).toMatch(/^(seven|letters|each) .* each $/);
    expect(found?.after).toMatch(/^ seven .* (seven|letters|each)$/);
    const endless = new WordSearch("needle").find(`${"x".repeat(200)}needle${"y".repeat(200)}`);
    expect(endless).toEqual({ before: "x".repeat(60), match: "needle", after: "y".repeat(60) });
  });

  test("does not mind how an accent is written", () => {
    expect(new WordSearch("caf\u00e9").find("Le cafe\u0301.")?.match).toBe("caf\u00e9");
  });

  test("shows the place where letters become longer when folded", () => {
    expect(new WordSearch("word").find(`${"İ".repeat(100)} a word b`)).toMatchObject({
      match: "word",
      after: " b",
    });
  });

  test("takes no pattern for one", () => {
    expect(new WordSearch("a.c").find("abc")).toBeUndefined();
    expect(new WordSearch("[(*").find("x [(* y")?.match).toBe("[(*");
  });

  test("shows nothing that could deceive, and little of it", () => {
    const found = new WordSearch("x").find(`${"a\u202e".repeat(500)}x${"\u0007b".repeat(500)}`);
    expect(JSON.stringify(found).length).toBeLessThan(400);
    // oxlint-disable-next-line no-control-regex
    expect(JSON.stringify(found)).not.toMatch(/[\u202e\u0007]/);
  });
});
