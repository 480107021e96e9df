import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import {
  lighterForms,
  MAX_KEPT_MARKS,
  readRecord,
  writeRecord,
  type OpenedRecord,
} from "@popgate/server/sessions/keeping/record-form";

const kept: OpenedRecord = {
  password: "pässword ✓",
  record: {
    account: {
      user: "ann",
      server: { host: "pop.example.org", port: 995, security: "tls" },
      preset: "example",
      mechanism: "auto",
    },
    marks: [
      { uid: "m1", octets: 100, sharedBy: 1 },
      { uid: "m2", octets: null, sharedBy: null },
    ],
    revision: 7,
    pending: { committed: [{ uid: "m3", octets: 5, sharedBy: 1 }] },
  },
};

test("comes back as it was", async () => {
  expect(readRecord(await writeRecord(kept))).toEqual(kept);
  const { preset: _, ...account } = kept.record.account;
  const { pending: __, ...rest } = kept.record;
  const bare = { password: "x".repeat(4096), record: { ...rest, account } };
  expect(readRecord(await writeRecord(bare))).toEqual(bare);
});

test("ten thousand marks fit into what a store keeps", async () => {
  const marks = Array.from({ length: 10_000 }, (_, nth) => ({
    uid: `${(nth * 7_919).toString(36)}.${(nth ** 2).toString(16).padStart(32, "0")}`,
    octets: nth * 13,
    sharedBy: 1,
  }));
  const written = await writeRecord({ ...kept, record: { ...kept.record, marks } });
  expect(written.length).toBeLessThan(1 << 20);
});

test("more marks than can be written at each change are refused, those of a commit too", async () => {
  const most = Array.from({ length: MAX_KEPT_MARKS }, (_, nth) => ({
    uid: `m${nth}`,
    octets: 1,
    sharedBy: 1,
  }));
  const tooMany = [...most, { uid: "one more", octets: 1, sharedBy: 1 }];
  const write = (marks: typeof most, committed: typeof most) =>
    writeRecord({ ...kept, record: { ...kept.record, marks, pending: { committed } } });
  await expect(write(most, most)).resolves.toBeInstanceOf(Buffer);
  await expect(write(tooMany, [])).rejects.toMatchObject({ code: "limit" });
  await expect(write([], tooMany)).rejects.toMatchObject({ code: "limit" });
});

test("too many marks are left out, and last the commit under way, with the password and the account kept", () => {
  const { pending, ...rest } = { ...kept.record, marks: [] };
  expect(lighterForms(kept)).toEqual([
    { password: kept.password, record: { ...rest, pending } },
    { password: kept.password, record: rest },
  ]);
  expect(lighterForms({ ...kept, record: rest })).toEqual([{ password: kept.password, record: rest }]);
});

test.each([undefined, 1, 3, "2"])("refuses what was written by version %s", (version) => {
  const written = (named: object) => {
    const json = JSON.stringify({ ...named, ...kept.record });
    return Buffer.concat([Buffer.alloc(2), deflateRawSync(json)]);
  };
  expect(readRecord(written({ version: 2 }))).toEqual({ ...kept, password: "" });
  expect(() => readRecord(written({ version }))).toThrow("another version");
});

test("refuses what it did not write, at any length", async () => {
  const octets = await writeRecord(kept);
  for (let length = 0; length < octets.length; length += 1) {
    expect(() => readRecord(octets.subarray(0, length))).toThrow(Error);
  }
  const text = JSON.stringify({ ...kept.record, revision: "seven" });
  expect(() => readRecord(Buffer.concat([Buffer.alloc(2), Buffer.from(text)]))).toThrow(Error);
});
