import type { Pop3Client } from "../client/client.ts";
import type { Inventory } from "../client/inventory.ts";
import type { Reply } from "../engine/exchange.ts";
import { encodeCommand, type EncodedCommand } from "../wire/command-encoder.ts";
import type { Judgement } from "./facts/judgement.ts";

/** As many as a client writes at first (RFC 2449 §6.6 sets no number); all fit in one packet. */
const COMMANDS = 30;

interface Question {
  readonly command: EncodedCommand;
  readonly isAnswer: (reply: Reply) => boolean;
}

/**
 * Writes many commands at once whose answers can be told apart, and looks at their order. Only for a
 * server that announces PIPELINING.
 *
 * @throws Pop3Error if the connection is lost over it
 */
export async function checkPipelining(client: Pop3Client, inventory: Inventory): Promise<Judgement> {
  const { engine } = client.session;
  const questions = questionsAbout(inventory);
  const replies = await Promise.all(
    questions.map(({ command }) => engine.run(command, { causeId: client.causeId })),
  );
  const wrong = questions.filter(({ isAnswer }, index) => {
    const reply = replies[index];
    return reply === undefined || !isAnswer(reply);
  }).length;
  return {
    verdict: wrong === 0 ? "good" : "bad",
    facts: {
      announced: true,
      tried: true,
      commands: questions.length,
      wrong,
      together: engine.conduct.hasPipelined,
    },
  };
}

function questionsAbout({ list }: Inventory): Question[] {
  return Array.from({ length: COMMANDS }, (_, index) => {
    const entry = list[Math.floor(index / 2) % Math.max(1, list.length)];
    if (entry === undefined || index % 2 === 1) {
      return { command: encodeCommand("NOOP"), isAnswer: ({ status }) => status === "ok" };
    }
    const { number } = entry;
    return {
      command: encodeCommand("LIST", [number]),
      isAnswer: ({ status, text }) => status === "ok" && text.trim().split(/\s+/)[0] === String(number),
    };
  });
}
