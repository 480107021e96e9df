import type { Dialogue } from "./dialogue.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { GREETINGS } from "./greetings.ts";
import { LISTINGS } from "./listings.ts";
import { UNIQUE_IDS } from "./unique-ids.ts";

/** Every theme with its dialogues. */
export const THEMES: Readonly<Record<string, readonly Dialogue[]>> = {
  Greetings: GREETINGS,
  Capabilities: CAPABILITIES,
  Listings: LISTINGS,
  "Unique-ids": UNIQUE_IDS,
};

export const ALL_DIALOGUES: readonly Dialogue[] = Object.values(THEMES).flat();
