import type { Trust } from "@popgate/shared/api/trust";
import { trustNotes } from "@popgate/web/features/reader/trust/trust-notes";
import { expect, test } from "vitest";
import { sampleTrust } from "../../state/samples.ts";

const from = { name: "Kim", address: "kim@example.org" };

function notes(trust: Partial<Trust>, replyTo: { name: string; address: string }[] = []) {
  return trustNotes({ from, replyTo, trust: sampleTrust(trust) });
}
const kinds = (trust: Partial<Trust>, replyTo?: { name: string; address: string }[]) =>
  notes(trust, replyTo).map(({ kind, weight }) => `${kind} ${weight}`);

test("ordinary mail has no notes", () => {
  expect(notes({ authors: [from] })).toEqual([]);
});

test("the most serious comes first: a host that pretends, a name, links; honest habits come last", () => {
  const host = { host: "xn--x", shown: "х", mixesScripts: false, looksLike: "x.example" };
  const everything: Partial<Trust> = {
    sender: { name: "", address: "list@example.net" },
    replyToDiffers: true,
    authors: [from, { name: "", address: "b@example.org" }],
    misleadingLinks: { count: 2, links: [] },
    nameClaims: "bank.example",
    senderHost: host,
  };
  expect(kinds(everything, [{ name: "", address: "office@example.org" }])).toEqual([
    "host serious",
    "name serious",
    "links serious",
    "authors serious",
    "reply plain",
    "sender plain",
  ]);
});

test("an answer to the sender's own host is a plain note, to another one a serious one", () => {
  expect(kinds({ replyToDiffers: true }, [{ name: "", address: "office@EXAMPLE.org" }])).toEqual([
    "reply plain",
  ]);
  expect(kinds({ replyToDiffers: true }, [{ name: "", address: "x@elsewhere.example" }])).toEqual([
    "reply serious",
  ]);
});

test("a host in letters of its language is named in ASCII, and accused of nothing", () => {
  const senderHost = {
    host: "xn--bcher-kva.example",
    shown: "bücher.example",
    mixesScripts: false,
    looksLike: null,
  };
  const [note] = notes({ senderHost });
  expect(note).toMatchObject({ kind: "host", weight: "plain" });
  expect(note?.text).toContain("xn--bcher-kva.example");
});

test("a name that claims another host is told with the host that it really is", () => {
  expect(notes({ nameClaims: "bank.example" })[0]?.text).toContain("example.org");
});
