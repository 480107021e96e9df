import { hkdfSync, randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StoreLog } from "./store.ts";

const SECRET_OCTETS = 32;
const KEY_FILE = "popgate.key";
const NAMES_PURPOSE = "popgate store names v1";

export interface SecretSource {
  /** What the operator gave, the same for all gateways of one store. */
  readonly secret: string | undefined;
  readonly dataDirectory: string;
}

/**
 * The secret that all keys of this installation are derived from: the operator's, or random octets
 * that are made once and kept in the data folder for their owner only. Where nothing can be kept, a
 * new one for this process, which nothing outlives then.
 */
export async function readInstallationSecret(source: SecretSource, log: StoreLog): Promise<Buffer> {
  if (source.secret !== undefined) return Buffer.from(source.secret);
  const file = join(source.dataDirectory, KEY_FILE);
  try {
    await mkdir(source.dataDirectory, { recursive: true, mode: 0o700 });
    return (await readKey(file, log)) ?? (await makeKey(file));
  } catch (error) {
    log.warn(
      `no key is kept (${error instanceof Error ? error.message : "no file"}): what is stored ends with this process`,
    );
    return randomBytes(SECRET_OCTETS);
  }
}

/** The key of `KeyedHash` (HKDF-SHA256, RFC 5869). */
export function deriveNamesKey(secret: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", NAMES_PURPOSE, SECRET_OCTETS));
}

async function readKey(file: string, log: StoreLog): Promise<Buffer | undefined> {
  try {
    const key = await readFile(file);
    if (key.length === SECRET_OCTETS) return key;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  const aside = `${file}.damaged-${new Date().toISOString().replaceAll(":", "")}`;
  await rename(file, aside);
  log.warn(`the key file is damaged: it is ${aside} now, and a new key is made`);
  return undefined;
}

/** Never half a key under its name, and never two of them where two gateways start at once. */
async function makeKey(file: string): Promise<Buffer> {
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, randomBytes(SECRET_OCTETS), { mode: 0o600, flag: "wx" });
  try {
    await link(draft, file);
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    if (!isThere) throw error;
  } finally {
    await rm(draft);
  }
  return readFile(file);
}
