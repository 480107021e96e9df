import { readMessage } from "@popgate/server/messages/message-view";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { SAMPLES } from "../../../corpus/structures.ts";
import { stored } from "../stored.ts";

/** Where we differ on purpose from mailparser, a reader of other authors, and why. */
const DIFFERENCES = new Map([
  ["HTML alone", "we make a text of HTML, mailparser was told not to"],
  ["a footer beside HTML", "so was it told for text in HTML"],
  ["a picture that the HTML does not show", "as for HTML alone"],
  ["a delivery report", "we list the report as a part, it adds it to the text"],
  ["a digest", "we list the messages as parts, it adds them to the text"],
  ["a named text behind the body", "a text with a name is a file to us"],
  ["format=flowed", "it leaves the quote mark in a joined line"],
  ["charset us-ascii", "we guess the charset of octets that cannot be ASCII"],
  ["HTML that names its charset itself", "it does not read the meta element"],
  ["no boundary parameter", "we show the body as text, it shows nothing"],
  ["an outer boundary ends inner parts", "it waits for the inner one (RFC 2046 5.1.2 says not to)"],
  ["boundary with blanks behind", "blanks are allowed there (RFC 2046 5.1.1)"],
  ["two subjects", "the first counts, not the last"],
]);

test.each(SAMPLES)("agrees with another reader, or knows why not: $name", async ({ name, raw }) => {
  const ours = await readMessage(stored(raw), { uid: "u" });
  const options = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true };
  const theirs = await simpleParser(raw, options);
  const comparable = {
    subject: ours.subject,
    text: (ours.text ?? "").trim(),
    html: (ours.html?.source ?? "").trim(),
    attachments: ours.attachments.map(({ contentType, octets }) => `${contentType} ${octets}`),
  };
  const expected = {
    subject: theirs.subject ?? "",
    text: (theirs.text ?? "").trim(),
    html: (theirs.html === false ? "" : theirs.html).trim(),
    attachments: theirs.attachments.map(({ contentType, size }) => `${contentType} ${size}`),
  };
  if (DIFFERENCES.has(name)) expect(comparable).not.toEqual(expected);
  else expect(comparable).toEqual(expected);
});
