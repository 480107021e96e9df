import { expect, test } from "vitest";
import {
  extensionOf,
  previewOf,
  servedType,
  typeOfName,
} from "@popgate/server/messages/parts/attachment-types";

const PNG = Buffer.from("\u0089PNG\r\n\u001a\n rest", "latin1");
const PDF = Buffer.from("junk %PDF-1.4");

test.each([
  ["a.png", "image/png", "png"],
  ["a.JPEG", "image/jpeg", "jpg"],
  ["a.b.gif", "image/gif", "gif"],
  ["a.webp", "image/webp", "webp"],
  ["a.pdf", "application/pdf", "pdf"],
  ["a.zip", "application/zip", "zip"],
  ["a.txt", "text/plain", "txt"],
])("the name %s alone tells %s, which is served as such, and .%s is its ending", (name, type, extension) => {
  expect(typeOfName(name)).toBe(type);
  expect(servedType(type)).toBe(type);
  expect(extensionOf(type)).toBe(extension);
});

test.each(["a.html", "a.svg", "a.eml", "png", "a.__proto__", ""])("the name %j tells no type", (name) => {
  expect(typeOfName(name)).toBe("application/octet-stream");
});

test.each([
  "text/html",
  "image/svg+xml",
  "text/xml",
  "application/xhtml+xml",
  "text/javascript",
  "message/global",
  "constructor",
  "",
])("%j is served as octets without a type", (type) =>
  expect(servedType(type)).toBe("application/octet-stream"),
);

test("what two programs call otherwise is served under its known name", () => {
  expect(servedType("image/jpg")).toBe("image/jpeg");
  expect(servedType("application/x-zip-compressed")).toBe("application/zip");
});

test.each([
  ["image/png", PNG, "image"],
  ["image/gif", PNG, undefined],
  ["application/pdf", PDF, "pdf"],
  ["application/pdf", PNG, undefined],
  ["application/zip", PDF, undefined],
  ["text/html", Buffer.from("<script>"), "text"],
  ["application/json", Buffer.from("{}"), "text"],
  ["text/plain", Buffer.from("a\0"), undefined],
])("%s that begins with %j is shown as %s", (type, head, shown) => {
  expect(previewOf(type, head)).toBe(shown);
});
