import { readMessage } from "@popgate/server/messages/message-view";
import type { CorpusEntry } from "../../../corpus/entry.ts";
import { stored } from "../stored.ts";

export type Field = "subject" | "from" | "to" | "date" | "text" | "attachments";
/** One message as two readers can be compared: differences of layout alone are taken out. */
export type Comparable = Record<Field, string>;

/** Messages in which a reader differs from ours in a field on purpose, and why. */
export interface Difference {
  readonly field: Field;
  readonly reason: string;
  readonly names: readonly string[];
  /** Another release of the runtime may agree. */
  readonly dependsOnRuntime?: true;
}

interface Raw {
  readonly subject: string;
  readonly from: readonly (readonly [name: string, address: string])[];
  readonly to: readonly (readonly [name: string, address: string])[];
  readonly date: number | null;
  readonly text: string | null;
  readonly attachments: readonly (readonly [contentType: string, octets: number | null])[];
}

export async function ourView({ raw }: CorpusEntry): Promise<Comparable> {
  const view = await readMessage(stored(raw), { uid: "u" });
  return comparable({
    subject: view.subject,
    from: view.from === null ? [] : [[view.from.name, view.from.address]],
    to: view.to.map(({ name, address }) => [name, address]),
    date: view.date,
    // A text that we make of HTML is no field of the message.
    text: view.text,
    // The size of a message within is told by some as the text that they made of it.
    attachments: view.attachments.map(({ contentType, octets }) => [
      contentType,
      contentType.startsWith("message/") ? null : octets,
    ]),
  });
}

export function comparable({ subject, from, to, date, text, attachments }: Raw): Comparable {
  return {
    subject: line(subject),
    from: people(from.slice(0, 1)),
    to: people(to),
    date: date === null ? "none" : new Date(date).toISOString(),
    text: (text ?? "").replaceAll("\r\n", "\n").trim(),
    attachments: attachments.map(([type, octets]) => `${type} ${octets ?? ""}`.trim()).join(", "),
  };
}

/** `field: name` of each field that differs. */
export function differing(name: string, ours: Comparable, theirs: Comparable): string[] {
  const fields: Field[] = ["subject", "from", "to", "date", "text", "attachments"];
  return fields.filter((field) => ours[field] !== theirs[field]).map((field) => `${field}: ${name}`);
}

/** What must be explained and is not, and what is explained though nobody differs any more. */
export function unexplained(found: readonly string[], differences: readonly Difference[]) {
  const listed = (some: readonly Difference[]) =>
    some.flatMap(({ field, names }) => names.map((name) => `${field}: ${name}`));
  const all = new Set(listed(differences));
  const certain = listed(differences.filter(({ dependsOnRuntime }) => dependsOnRuntime !== true));
  return {
    unlisted: found.filter((each) => !all.has(each)),
    settled: certain.filter((each) => !found.includes(each)),
  };
}

function people(all: readonly (readonly [name: string, address: string])[]): string {
  return all.map(([name, address]) => line(`${name} <${address}>`)).join(", ");
}

function line(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
