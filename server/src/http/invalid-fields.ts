import * as z from "zod/mini";

type Issue = z.core.$ZodIssue;

/** More of them help nobody: whoever sends a long list of wrong things has one mistake in it. */
const MAX_PROBLEMS = 20;

/** A part of a request and what is wrong with it, never what was in it. */
export interface FieldProblem {
  /** As a program would write it: `server.port`, `uids[3]`; of the whole, `body` or `query`. */
  readonly field: string;
  /** A claim about the field: "must be at most 65535". */
  readonly problem: string;
}

/** A request that its contract refuses. */
export class InvalidFieldsError extends Error {
  override readonly name = "InvalidFieldsError";
  readonly code = "invalid";
  readonly problems: readonly FieldProblem[];

  constructor(problems: readonly FieldProblem[]) {
    super("the request breaks its contract");
    this.problems = problems;
  }

  /** One for each field, in their order: "server.port: must be at most 65535; user: is missing". */
  get summary(): string {
    const told = this.problems.slice(0, MAX_PROBLEMS).map(({ field, problem }) => `${field}: ${problem}`);
    const others = this.problems.length - told.length;
    return [...told, ...(others === 0 ? [] : [`and ${others} more`])].join("; ");
  }
}

/**
 * @param data what was refused, to tell what is missing from what is wrong
 * @param whole how the request's part is called where no field of it is to blame
 */
export function fieldProblems(issues: readonly Issue[], data: unknown, whole: string): FieldProblem[] {
  const seen = new Set<string>();
  return issues
    .flatMap((issue) => flatten(issue, data))
    .map(({ issue, path }) => ({
      field: path.length === 0 ? whole : z.core.toDotPath(path),
      problem: isMissing(issue, path, data) ? "is missing" : problemOf(issue),
    }))
    .filter(({ field }) => !seen.has(field) && seen.add(field));
}

interface PlacedIssue {
  readonly issue: Issue;
  readonly path: PropertyKey[];
}

/** Where there are alternatives, only the one is told that the sender seems to have meant. */
function flatten(issue: Issue, data: unknown, base: readonly PropertyKey[] = []): PlacedIssue[] {
  const path = [...base, ...issue.path];
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [{ issue, path }];
  const alternatives = issue.errors.map((issues) => issues.flatMap((each) => flatten(each, data, path)));
  const distances = alternatives.map((placed) => distance(placed, data));
  return alternatives[distances.indexOf(Math.min(...distances))] ?? [];
}

/** How far what was sent is from an alternative: a field that is not there says the most, then one of another type. */
function distance(placed: readonly PlacedIssue[], data: unknown): number {
  let sum = 0;
  for (const { issue, path } of placed) {
    if (isMissing(issue, path, data)) sum += 100;
    else sum += issue.code === "invalid_type" ? 10 : 1;
  }
  return sum;
}

function isMissing(issue: Issue, path: readonly PropertyKey[], data: unknown): boolean {
  if (path.length === 0) return data === undefined || data === null;
  let value = data;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return true;
    value = Reflect.get(value, key);
  }
  return value === undefined && issue.code !== "custom";
}

/** Words for what a schema of the API can object to; its own message where a contract gives one. */
function problemOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${TYPES[issue.expected] ?? "of another type"}`;
    case "too_small":
      return `must ${bound(issue.origin, Number(issue.minimum), issue.inclusive === false ? "more than" : "at least")}`;
    case "too_big":
      return `must ${bound(issue.origin, Number(issue.maximum), issue.inclusive === false ? "less than" : "at most")}`;
    case "invalid_value":
      return `must be ${issue.values.length === 1 ? "" : "one of "}${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      // A pattern says nothing to people: its contract does.
      return issue.format === "regex" ? issue.message : `must be a ${issue.format.toUpperCase()}`;
    case "custom":
      return issue.message;
    default:
      return "is not valid";
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

function bound(origin: string, limit: number, comparison: string): string {
  switch (origin) {
    case "string":
      return limit === 1 && comparison === "at least"
        ? "not be empty"
        : `have ${comparison} ${limit} characters`;
    case "array":
      return limit === 1 && comparison === "at least"
        ? "not be empty"
        : `have ${comparison} ${limit} entries`;
    default:
      return `be ${comparison} ${limit}`;
  }
}
