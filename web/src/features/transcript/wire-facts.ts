import { commandSpec, isVerb } from "@popgate/shared/pop3/commands";
import type { TranscriptEvent } from "@popgate/shared/pop3/transcript";

/** What a click led to on the wire. */
export interface Cause {
  readonly text: string;
  readonly commands: number;
  /** From the first command to the last reply. */
  readonly micros: number;
}

/** How far back a click is looked for: one action is a few hundred lines at most. */
const MAX_LOOK_BACK = 500;

/** The last click that led to commands, with what it cost. */
export function lastCause(events: readonly TranscriptEvent[]): Cause | undefined {
  const recent = events.slice(-MAX_LOOK_BACK);
  const click = recent.findLast(
    (event) =>
      event.direction === "UI" && event.causeId !== undefined && commandsOf(recent, event.causeId).length > 0,
  );
  if (click?.causeId === undefined) return undefined;
  const commands = commandsOf(recent, click.causeId);
  const replies = recent.filter((event) => event.direction === "S" && event.causeId === click.causeId);
  const from = commands[0]?.atMicros ?? 0;
  return {
    text: click.line,
    commands: commands.length,
    micros: Math.max(0, (replies.at(-1)?.atMicros ?? from) - from),
  };
}

/** One plain sentence for the last command; undefined before the first. */
export function lastSentence(events: readonly TranscriptEvent[]): { verb: string; text: string } | undefined {
  const command = events.findLast(
    ({ direction, verb }) => direction === "C" && verb !== undefined && isVerb(verb),
  );
  if (command?.verb === undefined || !isVerb(command.verb)) return undefined;
  return { verb: command.verb, text: commandSpec(command.verb).explanation };
}

/** Where the session is, and whether it ended without QUIT: then nothing was deleted. */
export function sessionState(events: readonly TranscriptEvent[]): {
  readonly state: TranscriptEvent["state"];
  readonly isDropped: boolean;
} {
  const last = events.at(-1);
  if (!last) return { state: "closed", isDropped: false };
  const ofConnection = events.filter((event) => event.connection === last.connection);
  const wasQuit = ofConnection.some(({ direction, verb }) => direction === "C" && verb === "QUIT");
  return { state: last.state, isDropped: last.state === "closed" && !wasQuit };
}

/** Lines that hold the words, in any case; all of them for no words. */
export function matching(events: readonly TranscriptEvent[], words: string): readonly TranscriptEvent[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return events;
  return events.filter((event) => `${event.direction}: ${event.line}`.toLowerCase().includes(wanted));
}

/** A server's line in two parts: its status, and what it says. */
export function statusParts(line: string): { status: "" | "+OK" | "-ERR"; rest: string } {
  const match = /^(\+OK|-ERR)(?= |$)/.exec(line);
  if (!match) return { status: "", rest: line };
  return { status: match[1] === "+OK" ? "+OK" : "-ERR", rest: line.slice(match[0].length) };
}

function commandsOf(events: readonly TranscriptEvent[], causeId: string): TranscriptEvent[] {
  return events.filter((event) => event.direction === "C" && event.causeId === causeId);
}
