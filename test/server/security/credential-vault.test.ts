import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { CredentialVault, SealedError } from "@popgate/server/security/credential-vault";

const processSecret = randomBytes(32);
const owner = { id: "a-browser", key: randomBytes(32) };
const PASSWORD = "pässword ✓";

test("opens with both secrets", () => {
  const vault = new CredentialVault(processSecret);
  expect(new CredentialVault(processSecret).open(owner, vault.seal(owner, PASSWORD))).toBe(PASSWORD);
});

test("neither secret alone opens, nor both in another browser session", () => {
  const sealed = new CredentialVault(processSecret).seal(owner, PASSWORD);
  const same = new CredentialVault(processSecret);
  expect(() => same.open({ ...owner, key: randomBytes(32) }, sealed)).toThrow(SealedError);
  expect(() => same.open({ ...owner, key: Buffer.alloc(0) }, sealed)).toThrow(SealedError);
  expect(() => same.open({ ...owner, id: "another browser" }, sealed)).toThrow(SealedError);
  expect(() => new CredentialVault(randomBytes(32)).open(owner, sealed)).toThrow(SealedError);
  expect(() => new CredentialVault(Buffer.alloc(0)).open(owner, sealed)).toThrow(SealedError);
});

test("notices any bit that was changed", () => {
  const vault = new CredentialVault(processSecret);
  const sealed = vault.seal(owner, PASSWORD);
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => vault.open(owner, changed)).toThrow(SealedError);
  }
  for (let octets = 0; octets < sealed.length; octets += 1) {
    expect(() => vault.open(owner, sealed.subarray(0, octets))).toThrow(SealedError);
  }
});

test("seals the same password differently each time, and holds nothing of it", () => {
  const vault = new CredentialVault(processSecret);
  const [one, other] = [vault.seal(owner, PASSWORD), vault.seal(owner, PASSWORD)];
  expect(one.equals(other)).toBe(false);
  expect(one.includes(PASSWORD)).toBe(false);
});

test("an opener works only while somebody shows the cookie", () => {
  const vault = new CredentialVault(processSecret);
  const open = vault.opener(owner.id, vault.seal(owner, PASSWORD));
  expect(open).toThrow(SealedError);
  const [first, second] = [vault.hold(owner), vault.hold(owner)];
  expect(open()).toBe(PASSWORD);
  first();
  first();
  expect(open()).toBe(PASSWORD);
  second();
  expect(open).toThrow(SealedError);
});

test("a record opens for its owner under its name, and nowhere else", () => {
  const vault = new CredentialVault(processSecret);
  const other = { id: "another-browser", key: randomBytes(32) };
  const leave = [vault.hold(owner), vault.hold(other)];
  const sealed = vault.sealRecord(owner.id, "box", Buffer.from(PASSWORD));
  expect(vault.openRecord(owner.id, "box", sealed).toString()).toBe(PASSWORD);
  expect(() => vault.openRecord(owner.id, "other-box", sealed)).toThrow(SealedError);
  expect(() => vault.openRecord(other.id, "box", sealed)).toThrow(SealedError);
  expect(() => vault.open(owner, sealed)).toThrow(SealedError);
  for (const each of leave) each();
  expect(() => vault.openRecord(owner.id, "box", sealed)).toThrow(SealedError);
  expect(() => vault.sealRecord(owner.id, "box", sealed)).toThrow(SealedError);
});
