import { KeyedHash } from "@popgate/server/store/keyed-hash";
import { expect, test } from "vitest";

const hash = new KeyedHash(Buffer.alloc(32, 1));
const other = new KeyedHash(Buffer.alloc(32, 2));
const account = { user: "ann@example.org", host: "pop.example.org", port: 995 };

test("an account has the same hash by any spelling of its host, and none of its name shows", () => {
  const hashed = hash.account(account);
  expect(hash.account({ ...account, host: "POP.Example.Org" })).toBe(hashed);
  expect(hashed).toMatch(/^[\w-]{22}$/);
});

test("another user, host, port or key is another account", () => {
  const hashes = [
    hash.account(account),
    hash.account({ ...account, user: "Ann@example.org" }),
    hash.account({ ...account, host: "pop.example.com" }),
    hash.account({ ...account, port: 110 }),
    other.account(account),
  ];
  expect(new Set(hashes).size).toBe(5);
});

test("a unique-id has 16 octets, others in another account and under another key", () => {
  const hashes = [
    hash.uid("a", "uid-1"),
    hash.uid("a", "uid-2"),
    hash.uid("b", "uid-1"),
    other.uid("a", "uid-1"),
  ];
  expect(hashes.map(({ length }) => length)).toEqual([16, 16, 16, 16]);
  expect(new Set(hashes.map(String)).size).toBe(4);
  expect(hash.uid("a", "uid-1")).toEqual(hashes[0]);
});
