import type { Dialogue } from "./dialogue.ts";
import { APOP_DIALOGUES } from "./apop.ts";
import { AUTHENTICATION } from "./authentication.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { DELETION } from "./deletion.ts";
import { GREETINGS } from "./greetings.ts";
import { LISTINGS } from "./listings.ts";
import { OUT_OF_STEP } from "./out-of-step.ts";
import { PIPELINING } from "./pipelining.ts";
import { REFUSALS } from "./refusals.ts";
import { RETRIEVAL } from "./retrieval.ts";
import { RFC_SESSIONS } from "./rfc-sessions.ts";
import { CITADEL } from "./servers/citadel.ts";
import { COMMUNIGATE } from "./servers/communigate.ts";
import { JAMES } from "./servers/james.ts";
import { QPOPPER } from "./servers/qpopper.ts";
import { TEAPOP } from "./servers/teapop.ts";
import { ZIMBRA } from "./servers/zimbra.ts";
import { SESSIONS } from "./sessions.ts";
import { TLS } from "./tls.ts";
import { UNIQUE_IDS } from "./unique-ids.ts";

/** Every theme with its dialogues. */
export const THEMES: Readonly<Record<string, readonly Dialogue[]>> = {
  Greetings: GREETINGS,
  Capabilities: CAPABILITIES,
  Listings: LISTINGS,
  "Unique-ids": UNIQUE_IDS,
  Retrieval: RETRIEVAL,
  "Out of step": OUT_OF_STEP,
  Deletion: DELETION,
  "Refused sign-ins": REFUSALS,
  APOP: APOP_DIALOGUES,
  SASL: AUTHENTICATION,
  TLS,
  Pipelining: PIPELINING,
  Sessions: SESSIONS,
  "The standards' examples": RFC_SESSIONS,
  Qpopper: QPOPPER,
  Teapop: TEAPOP,
  "Apache James": JAMES,
  Zimbra: ZIMBRA,
  Citadel: CITADEL,
  "CommuniGate Pro": COMMUNIGATE,
};

export const ALL_DIALOGUES: readonly Dialogue[] = Object.values(THEMES).flat();
