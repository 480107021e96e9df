import { readParameters } from "@popgate/server/messages/header/field-parameters";
import fc from "fast-check";
import { expect, test } from "vitest";

test.each([
  ["text/plain", "text/plain", {}],
  ["text/plain; charset=utf-8", "text/plain", { charset: "utf-8" }],
  ['text/plain; Charset = "utf-8" ; FORMAT=flowed', "text/plain", { charset: "utf-8", format: "flowed" }],
  ["x; a=1; a=2", "x", { a: "1" }],
  ['x; a="b; c=d"; e=f', "x", { a: "b; c=d", e: "f" }],
  [String.raw`x; a="b\"c\\d"`, "x", { a: String.raw`b"c\d` }],
  ['x; a="open; b=c', "x", { a: "open; b=c" }],
  ['x; a="b" garbage; c=d', "x", { a: "b", c: "d" }],
  ["x; garbage; =; a=b;;", "x", { a: "b" }],
  ["x (no; a=1) ; b=2 (c)", "x", { b: "2" }],
  ['x; a="(b)"', "x", { a: "(b)" }],
  ["x; a=my file.txt", "x", { a: "my file.txt" }],
  ["x; a=", "x", { a: "" }],
  ["attachment; filename*=UTF-8''%e2%82%ac%20rates", "attachment", { filename: "€ rates" }],
  ["x; a*=iso-8859-1'de'gr%FC%DFe", "x", { a: "grüße" }],
  ["x; a*=gr%C3%BC", "x", { a: "grü" }],
  ["x; a*1=c; a*0=b", "x", { a: "bc" }],
  ["x; a*0*=utf-8''%e2%82; a*1*=%ac; a*2=.txt", "x", { a: "€.txt" }],
  ["x; a*=utf-8''%zz", "x", { a: "%zz" }],
  ["x; __proto__=1; constructor=2", "x", { ["__proto__"]: "1", constructor: "2" }],
])("reads %j", (field, value, parameters) => {
  const read = readParameters(field);
  expect(read.value).toBe(value);
  expect(Object.entries(read.parameters)).toEqual(Object.entries(parameters));
});

test("reads anything, and what it wrote itself", () => {
  fc.assert(fc.property(fc.string(), (text) => void readParameters(text)));
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
      const quoted = text.replace(/["\\]/g, String.raw`\$&`);
      expect(readParameters(`x; a="${quoted}"`).parameters["a"]).toBe(text);
    }),
  );
});
