import { expect, test } from "vitest";
import {
  readKeptMailbox,
  withoutMarks,
  writeKeptMailbox,
  type KeptMailbox,
} from "@popgate/server/sessions/ownership/kept-mailbox";

const kept: KeptMailbox = {
  password: "pässword ✓",
  snapshot: {
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

test("comes back as it was", () => {
  expect(readKeptMailbox(writeKeptMailbox(kept))).toEqual(kept);
  const { preset: _, ...account } = kept.snapshot.account;
  const { pending: __, ...rest } = kept.snapshot;
  const bare = { password: "x".repeat(4096), snapshot: { ...rest, account } };
  expect(readKeptMailbox(writeKeptMailbox(bare))).toEqual(bare);
});

test("ten thousand marks fit into what a store keeps", () => {
  const marks = Array.from({ length: 10_000 }, (_, nth) => ({
    uid: `${(nth * 7_919).toString(36)}.${(nth ** 2).toString(16).padStart(32, "0")}`,
    octets: nth * 13,
    sharedBy: 1,
  }));
  expect(writeKeptMailbox({ ...kept, snapshot: { ...kept.snapshot, marks } }).length).toBeLessThan(1 << 20);
});

test("too many marks are left out, with the password and the account kept", () => {
  expect(withoutMarks(kept)).toMatchObject({
    password: kept.password,
    snapshot: { account: kept.snapshot.account, marks: [] },
  });
});

test("refuses what it did not write, at any length", () => {
  const octets = writeKeptMailbox(kept);
  for (let length = 0; length < octets.length; length += 1) {
    expect(() => readKeptMailbox(octets.subarray(0, length))).toThrow(Error);
  }
  const text = JSON.stringify({ ...kept.snapshot, revision: "seven" });
  expect(() => readKeptMailbox(Buffer.concat([Buffer.alloc(2), Buffer.from(text)]))).toThrow(Error);
});
