import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import {
  lighterForms,
  MAX_KEPT_MARKS,
  readRecord,
  writeChange,
  writeRecord,
  type OpenedRecord,
} from "@popgate/server/sessions/keeping/record-form";
import { MAX_RECORD_OCTETS } from "@popgate/server/store/mailbox-record-store";

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

const facts = (uid: string, octets: number | null = 1) => ({ uid, octets, sharedBy: 1 });

/** So many that look as if drawn at random, which hardly compress. */
function manyMarks(count: number) {
  return Array.from({ length: count }, (_, nth) =>
    facts(createHash("sha256").update(`${nth}`).digest("hex").slice(0, 32), nth * 13),
  );
}

const read = async (octets: Buffer, changes: readonly Buffer[] = []) => readRecord({ octets, changes });

test("comes back as it was", async () => {
  expect(await read(await writeRecord(kept))).toEqual(kept);
  const { preset: _, ...account } = kept.record.account;
  const { pending: __, ...rest } = kept.record;
  const bare = { password: "x".repeat(4096), record: { ...rest, account } };
  expect(await read(await writeRecord(bare))).toEqual(bare);
  const nothing = { ...kept, record: { ...rest, pending: { committed: [] } } };
  expect(await read(await writeRecord(nothing))).toEqual(nothing);
});

test("changes are read behind the record, each upon the one before it", async () => {
  const whole = await writeRecord(kept);
  const changes = [
    await writeChange({ added: [facts("m4"), facts("m5")], removed: ["m1"], revision: 8 }),
    await writeChange({ added: [facts("m1", 7)], removed: ["m4", "unknown"], revision: 9 }),
  ];
  const { record } = await read(whole, changes);
  expect(record).toEqual({
    ...kept.record,
    marks: [{ uid: "m2", octets: null, sharedBy: null }, facts("m5"), facts("m1", 7)],
    revision: 9,
  });
  expect((await read(whole, changes.slice(0, 1))).record.marks.map(({ uid }) => uid)).toEqual([
    "m2",
    "m4",
    "m5",
  ]);
});

test("a change of one mark costs some dozen octets, and one of ten thousand is one change", async () => {
  const one = await writeChange({ added: [facts("m4")], removed: [], revision: 8 });
  expect(one.length).toBeLessThan(100);
  const marks = manyMarks(10_000);
  const bulk = await writeChange({ added: marks, removed: [], revision: 8 });
  expect((await read(await writeRecord(kept), [bulk])).record.marks).toHaveLength(10_002);
});

test("a hundred thousand marks, and as many in a commit, fit into what a store keeps", async () => {
  const marks = manyMarks(100_000);
  const whole = { ...kept, record: { ...kept.record, marks, pending: { committed: marks } } };
  const written = await writeRecord(whole);
  expect(written.length).toBeLessThan(MAX_RECORD_OCTETS);
  expect(await read(written)).toEqual(whole);
});

test("more marks than are kept are refused, those of a commit or a change too", async () => {
  const most = Array.from({ length: MAX_KEPT_MARKS }, (_, nth) => facts(`m${nth}`));
  const tooMany = [...most, facts("one more")];
  const write = (marks: typeof most, committed: typeof most) =>
    writeRecord({ ...kept, record: { ...kept.record, marks, pending: { committed } } });
  await expect(write(most, most)).resolves.toBeInstanceOf(Buffer);
  const limit = { code: "limit" };
  await expect(write(tooMany, [])).rejects.toMatchObject(limit);
  await expect(write([], tooMany)).rejects.toMatchObject(limit);
  await expect(writeChange({ added: tooMany, removed: [], revision: 1 })).rejects.toMatchObject(limit);
});

test("too many marks are left out, and last the commit under way, with the password and the account kept", () => {
  const { pending, ...rest } = { ...kept.record, marks: [] };
  expect(lighterForms(kept)).toEqual([
    { password: kept.password, record: { ...rest, pending } },
    { password: kept.password, record: rest },
  ]);
  expect(lighterForms({ ...kept, record: rest })).toEqual([{ password: kept.password, record: rest }]);
});

test.each([undefined, 2, 4, "3"])("refuses what was written by version %s", async (version) => {
  const { account, revision } = kept.record;
  const written = (named: object) => {
    const line = JSON.stringify({ ...named, account, revision, hasPending: false });
    return Buffer.concat([Buffer.alloc(2), deflateRawSync(`${line}\n`)]);
  };
  expect(await read(written({ version: 3 }))).toEqual({
    password: "",
    record: { account, revision, marks: [] },
  });
  await expect(read(written({ version }))).rejects.toThrow("another version");
});

test("refuses what it did not write, at any length", async () => {
  const octets = await writeRecord(kept);
  for (let length = 0; length < octets.length; length += 1) {
    await expect(read(octets.subarray(0, length))).rejects.toThrow(Error);
  }
  const change = await writeChange({ added: [facts("m4")], removed: ["m1"], revision: 8 });
  for (let length = 0; length < change.length; length += 1) {
    await expect(read(octets, [change.subarray(0, length)])).rejects.toThrow(Error);
  }
  await expect(read(octets, [octets.subarray(2)])).rejects.toThrow(Error);
});
