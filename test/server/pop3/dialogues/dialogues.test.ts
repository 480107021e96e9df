import { describe, test } from "vitest";
import type { Chunking } from "../../../support/line/scripted-server.ts";
import { ALL_DIALOGUES } from "./all-dialogues.ts";
import { playDialogue } from "./play-dialogue.ts";

const CUTS: readonly Chunking[] = ["whole", "bytes", "breaks", "coalesced"];

describe.each(CUTS)("from a server that sends %s:", (chunking) => {
  test.each(ALL_DIALOGUES)("$name", (dialogue) => playDialogue(dialogue, chunking));
});
