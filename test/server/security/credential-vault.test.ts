import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { CredentialVault, SealedError } from "@popgate/server/security/credential-vault";

const processSecret = randomBytes(32);
const owner = { id: "a-browser", secret: "what only its cookie holds" };
const PASSWORD = "pässword ✓";

test("opens with both secrets", () => {
  const vault = new CredentialVault(processSecret);
  expect(new CredentialVault(processSecret).open(owner, vault.seal(owner, PASSWORD))).toBe(PASSWORD);
});

test("neither secret alone opens, nor both in another browser session", () => {
  const sealed = new CredentialVault(processSecret).seal(owner, PASSWORD);
  const same = new CredentialVault(processSecret);
  expect(() => same.open({ ...owner, secret: "another cookie" }, sealed)).toThrow(SealedError);
  expect(() => same.open({ ...owner, secret: "" }, sealed)).toThrow(SealedError);
  expect(() => same.open({ ...owner, id: "another browser" }, sealed)).toThrow(SealedError);
  expect(() => new CredentialVault(randomBytes(32)).open(owner, sealed)).toThrow(SealedError);
  expect(() => new CredentialVault(Buffer.alloc(0)).open(owner, sealed)).toThrow(SealedError);
});

test("notices any bit that was changed", () => {
  const vault = new CredentialVault(processSecret);
  const sealed = vault.seal(owner, PASSWORD);
  for (const part of ["nonce", "ciphertext", "tag"] as const) {
    const changed = Buffer.from(sealed[part]);
    changed[0] = (changed[0] ?? 0) ^ 1;
    expect(() => vault.open(owner, { ...sealed, [part]: changed })).toThrow(SealedError);
  }
});

test("seals the same password differently each time, and holds nothing of it", () => {
  const vault = new CredentialVault(processSecret);
  const [one, other] = [vault.seal(owner, PASSWORD), vault.seal(owner, PASSWORD)];
  expect(one.ciphertext.equals(other.ciphertext)).toBe(false);
  expect(Buffer.concat([one.nonce, one.ciphertext, one.tag]).includes(PASSWORD)).toBe(false);
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
