import { cramMd5 } from "./cram-md5.ts";
import { login } from "./login.ts";
import type { SaslMechanism } from "./mechanism.ts";
import { plain } from "./plain.ts";
import { scramSha1, scramSha256 } from "./scram.ts";

/** Strongest first: clients that take the first they know do well. */
export const MECHANISMS: readonly SaslMechanism[] = [scramSha256, scramSha1, cramMd5, plain, login];
