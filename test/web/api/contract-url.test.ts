import { getServers } from "@popgate/shared/api/mailbox";
import { getMessage, getMessageHtml, listMessages } from "@popgate/shared/api/message";
import { contractUrl } from "@popgate/web/api/contract-url";
import { expect, test } from "vitest";

const base = "https://mail.example.org/mail/";

test("stands below the path that the page was served from", () => {
  expect(contractUrl(base, getServers, {})).toBe("https://mail.example.org/mail/api/v1/servers");
});

test("puts parameters into the path and the query behind it", () => {
  const query = { offset: 100, limit: 50, q: "a&b=ü" };
  expect(contractUrl(base, listMessages, { params: { id: "m1" }, query })).toBe(
    "https://mail.example.org/mail/api/v1/mailboxes/m1/messages?offset=100&limit=50&q=a%26b%3D%C3%BC",
  );
  expect(contractUrl(base, getMessageHtml, { params: { id: "m", uid: "u" }, query: {} })).toMatch(/\/html$/);
});

test("a choice that is on or off is told either way", () => {
  const url = contractUrl(base, listMessages, { params: { id: "m1" }, query: { threads: false } });
  expect(url).toMatch(/\?threads=false$/);
});

test("a unique-id cannot leave its place in the path, whatever printable characters it holds", () => {
  for (const uid of ["../../x", "..", ".", "a/b?c#d", "%2e%2e", "\\..\\", "~!@$&'()*+,;=:[]{}|^`<>\""]) {
    const url = new URL(contractUrl(base, getMessage, { params: { id: "m1", uid } }));
    expect(url.search + url.hash).toBe("");
    const parts = url.pathname.split("/");
    expect(parts.slice(0, -1).join("/")).toBe("/mail/api/v1/mailboxes/m1/messages");
  }
});

test("throws rather than ask for another resource when a parameter is empty", () => {
  expect(() => contractUrl(base, getMessage, { params: { id: "m1", uid: "" } })).toThrow("no value for :uid");
});
