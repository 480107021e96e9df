import { readFileSync } from "node:fs";
import * as z from "zod/mini";

/** One variable that is wrong. Its value is not told: it may be a secret. */
export interface ConfigProblem {
  readonly name: string;
  readonly expected: string;
  readonly example: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** How one variable is read. */
export interface Setting<Value> {
  readonly name: string;
  readonly expected: string;
  readonly example: string;
  readonly fallback: Value;
  /** @throws any Error if the text is not what is expected; its message is told if it names a place */
  parse(text: string): Value;
}

/** Reads settings one by one and collects every problem, so that one start tells them all. */
export class ConfigReader {
  readonly problems: ConfigProblem[] = [];
  readonly #environment: Environment;
  readonly #known = new Set<string>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  read<Value>(setting: Setting<Value>): Value {
    const { name, example } = setting;
    this.#known.add(name).add(`${name}_FILE`);
    try {
      const text = this.#text(name);
      return text === undefined || text === "" ? setting.fallback : setting.parse(text);
    } catch (error) {
      const detail = error instanceof ExplainedError ? ` (${error.message})` : "";
      this.problems.push({ name, expected: setting.expected + detail, example });
      return setting.fallback;
    }
  }

  /** A variable that begins like ours and is none of ours is a slip of the pen. */
  reportUnknown(prefix: string): void {
    for (const name of Object.keys(this.#environment)) {
      if (!name.startsWith(prefix) || this.#known.has(name)) continue;
      const near = [...this.#known].filter((known) => distanceIsSmall(known, name));
      const expected = near.length === 0 ? "no such variable" : `no such variable; did you mean ${near[0]}?`;
      this.problems.push({ name, expected, example: `unset ${name}` });
    }
  }

  #text(name: string): string | undefined {
    const direct = this.#environment[name];
    const file = this.#environment[`${name}_FILE`];
    if (file === undefined || file === "") return direct;
    if (direct !== undefined && direct !== "") {
      throw new ExplainedError(`${name} and ${name}_FILE are both set`);
    }
    try {
      // Secret stores write a line's end that is no part of the value.
      return readFileSync(file, "utf8").replace(/\r?\n$/, "");
    } catch (cause) {
      throw new ExplainedError(`${name}_FILE cannot be read`, { cause });
    }
  }
}

/** An error whose message may be printed: it holds nothing of the value. */
export class ExplainedError extends Error {}

/** A parser from a schema. */
export function parsedBy<Schema extends z.ZodMiniType>(schema: Schema): (text: string) => z.infer<Schema> {
  return (text) => schema.parse(text);
}

/** A list separated by commas, each entry parsed; `undefined` of an entry is a problem. */
export function listOf<Item>(parse: (entry: string) => Item | undefined): (text: string) => Item[] {
  return (text) =>
    text
      .split(",")
      .map((entry) => entry.trim())
      .filter(Boolean)
      .map((entry) => {
        const item = parse(entry);
        if (item === undefined) throw new ExplainedError(`not "${entry}"`);
        return item;
      });
}

/** Whether two names differ by a typing mistake: up to two letters. */
function distanceIsSmall(left: string, right: string): boolean {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return (row.at(-1) ?? 9) <= 2;
}
