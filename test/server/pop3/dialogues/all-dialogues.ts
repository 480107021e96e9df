import type { Dialogue } from "./dialogue.ts";
import { APOP_DIALOGUES } from "./themes/apop.ts";
import { AUTHENTICATION } from "./themes/authentication.ts";
import { CAPABILITIES } from "./themes/capabilities.ts";
import { DELETION } from "./themes/deletion.ts";
import { GREETINGS } from "./themes/greetings.ts";
import { LISTINGS } from "./themes/listings.ts";
import { OUT_OF_STEP } from "./themes/out-of-step.ts";
import { PIPELINING } from "./themes/pipelining.ts";
import { REFUSALS } from "./themes/refusals.ts";
import { RETRIEVAL } from "./themes/retrieval.ts";
import { RFC_SESSIONS } from "./themes/rfc-sessions.ts";
import { CITADEL } from "./servers/citadel.ts";
import { COMMUNIGATE } from "./servers/communigate.ts";
import { JAMES } from "./servers/james.ts";
import { QPOPPER } from "./servers/qpopper.ts";
import { TEAPOP } from "./servers/teapop.ts";
import { ZIMBRA } from "./servers/zimbra.ts";
import { SESSIONS } from "./themes/sessions.ts";
import { TLS } from "./themes/tls.ts";
import { UNIQUE_IDS } from "./themes/unique-ids.ts";

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
