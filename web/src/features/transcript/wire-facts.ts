import { commandSpec, isVerb } from "@popgate/shared/pop3/commands";
import { responseCodeFacts, responseCodeOf } from "@popgate/shared/pop3/response-codes";
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

/** The last click that led to commands, with what it cost. `names` says it in words. */
export function lastCause(
  events: readonly TranscriptEvent[],
  names: Readonly<Record<string, string>>,
): Cause | undefined {
  const recent = events.slice(-MAX_LOOK_BACK);
  const nameOf = (causeId: string | undefined): string | undefined =>
    causeId === undefined ? undefined : names[causeId.replace(/-\d+$/, "")];
  // Keep-alive and the reading of headers are nobody's click: they have no name.
  const causeId = recent.findLast(
    (event) => event.direction === "C" && nameOf(event.causeId) !== undefined,
  )?.causeId;
  const text = nameOf(causeId);
  if (text === undefined) return undefined;
  const ofClick = recent.filter((event) => event.causeId === causeId);
  const commands = ofClick.filter(({ direction }) => direction === "C");
  const from = commands[0]?.atMicros ?? 0;
  const to = ofClick.findLast(({ direction }) => direction === "S")?.atMicros ?? from;
  return { text, commands: commands.length, micros: Math.max(0, to - from) };
}

/** One plain sentence for the last command, or for the code of its refusal; undefined before the first. */
export function lastSentence(events: readonly TranscriptEvent[]): { verb: string; text: string } | undefined {
  const command = events.findLast(
    ({ direction, verb }) => direction === "C" && verb !== undefined && isVerb(verb),
  );
  if (command?.verb === undefined || !isVerb(command.verb)) return undefined;
  const refusal = events.findLast(({ seq, direction }) => seq > command.seq && direction === "S")?.line;
  const code = refusal?.startsWith("-ERR ") === true ? responseCodeOf(refusal.slice(5)) : undefined;
  const facts = code === undefined ? undefined : responseCodeFacts(code);
  if (code !== undefined && facts !== undefined) return { verb: `[${code}]`, text: facts.explanation };
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
