import { cramMd5 } from "./cram-md5.ts";
import { login } from "./login.ts";
import type { SaslMechanism } from "./mechanism.ts";
import { plain } from "./plain.ts";
import { scramSha1, scramSha1Plus, scramSha256, scramSha256Plus } from "./scram.ts";

/**
 * Strongest first: clients that take the first they know do well. But for those bound to TLS, which come
 * last: some clients name them and mean an older binding.
 */
export const MECHANISMS: readonly SaslMechanism[] = [
  scramSha256,
  scramSha1,
  cramMd5,
  plain,
  login,
  scramSha256Plus,
  scramSha1Plus,
];
