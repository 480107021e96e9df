import {
  consentedSenders,
  consentTo,
  withdrawConsent,
  type SenderStorage,
} from "@popgate/web/features/reader/pictures/consented-senders";
import { expect, test } from "vitest";

function storage(start?: string): SenderStorage {
  const kept = new Map<string, string>();
  if (start !== undefined) kept.set("popgate-picture-senders", start);
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

test("consent is for the address in any case, once, and can be taken back", () => {
  const kept = storage();
  consentTo(kept, "Choir@Example.org");
  expect(consentTo(kept, "choir@example.org")).toEqual(["choir@example.org"]);
  expect(withdrawConsent(kept, "CHOIR@example.org")).toEqual([]);
});

test("all consents are taken back at once", () => {
  const kept = storage('["a@example.org","b@example.org"]');
  expect(withdrawConsent(kept)).toEqual([]);
});

test("words that are no list mean that nobody has consented", () => {
  for (const words of ["", "{", "{}", "null", '"a@example.org"'])
    expect(consentedSenders(storage(words))).toEqual([]);
  expect(consentedSenders(storage('[1,"a@example.org",null]'))).toEqual(["a@example.org"]);
});

test("a browser without storage asks each time, and nothing breaks", () => {
  const refuse = () => {
    throw new Error("denied");
  };
  const none = { getItem: refuse, setItem: refuse, removeItem: refuse };
  expect(consentTo(none, "a@example.org")).toEqual([]);
  expect(withdrawConsent(none)).toEqual([]);
});

test("the list has an end: the oldest sender goes, and an endless address is not kept", () => {
  const kept = storage();
  for (let at = 0; at < 501; at += 1) consentTo(kept, `s${at}@example.org`);
  const senders = consentTo(kept, `${"x".repeat(300)}@example.org`);
  expect(senders).toHaveLength(500);
  expect(senders[0]).toBe("s1@example.org");
});
