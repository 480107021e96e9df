import type * as z from "zod/mini";

/** What is about to leave the gateway is not what its contract says. Nothing of its content is told. */
export class ContractBreachError extends Error {
  override readonly name = "ContractBreachError";
}

/**
 * Writes JSON and reads it back as its receiver would, so that a contract cannot drift from what is sent.
 * A field that the contract does not have is a breach too: where replies are not parsed, it would be sent.
 *
 * @param what is sent, for the error's message
 * @throws ContractBreachError that names the place
 */
export function checkedJson(schema: z.ZodMiniType, value: unknown, what: string): string {
  const json = JSON.stringify(value);
  const sent: unknown = JSON.parse(json);
  const read = schema.safeParse(sent);
  const place = read.success ? firstDifference(sent, read.data, []) : read.error.issues[0]?.path;
  if (place === undefined) return json;
  throw new ContractBreachError(`${what} breaks its contract at ${place.join(".") || "its root"}`);
}

/** Where the first thing stands that the contract did not take as it is; `undefined` where it took all. */
function firstDifference(sent: unknown, read: unknown, path: PropertyKey[]): PropertyKey[] | undefined {
  if (!isObject(sent) || !isObject(read)) return Object.is(sent, read) ? undefined : path;
  for (const key of new Set([...Object.keys(sent), ...Object.keys(read)])) {
    const place = firstDifference(sent[key], read[key], [...path, key]);
    if (place !== undefined) return place;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
