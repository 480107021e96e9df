import { expect, test } from "vitest";
import { checkedJson } from "@popgate/server/http/contract-json";
import { ExportJob } from "@popgate/shared/api/export";

const good: ExportJob = {
  id: "e1",
  format: "zip",
  state: "running",
  done: 1,
  messages: 2,
  octets: 5,
  totalOctets: 9,
  missing: [{ uid: "u1", code: "message-gone" }],
  missingCount: 1,
};

test("writes what keeps to its contract, in any order and with optional fields left out", () => {
  const { id, ...rest } = good;
  const value = { ...rest, sha256: undefined, id };
  expect(checkedJson(ExportJob, value, "it")).toBe(JSON.stringify(value));
});

test.each([
  ["a field that is missing", { ...good, state: undefined }, "state"],
  ["a field of another type", { ...good, missing: [{ uid: 7, code: "message-gone" }] }, "missing.0.uid"],
  ["a field that the contract does not have", { ...good, password: "s3cret" }, "password"],
  ["such a field deep within", { ...good, missing: [{ ...good.missing[0], x: "s3cret" }] }, "missing.0.x"],
  ["a number that JSON cannot hold", { ...good, octets: NaN }, "octets"],
  ["something else altogether", [], "its root"],
])("refuses %s, and names the place without its content", (_, value, place) => {
  const write = () => checkedJson(ExportJob, value, "the reply");
  expect(write).toThrow(expect.objectContaining({ message: `the reply breaks its contract at ${place}` }));
});
