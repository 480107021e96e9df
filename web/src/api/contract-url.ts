import type { Contract, Sent } from "@popgate/shared/api/contract";

/** What a call sends, with only those parts that its contract has. */
export type Input<C extends Contract> = InputPart<C, "params"> & InputPart<C, "query"> & InputPart<C, "body">;

type InputPart<C extends Contract, Part extends "params" | "query" | "body"> =
  Sent<C, Part> extends undefined
    ? { readonly [P in Part]?: undefined }
    : { readonly [P in Part]: Sent<C, Part> };

/** The address parts of an input: a link needs no body. */
export type Target<C extends Contract> = InputPart<C, "params"> & InputPart<C, "query">;

/** The URL of a contract below the base that the page was served from. */
export function contractUrl<C extends Contract>(base: string, contract: C, target: Target<C>): string {
  const params = entriesOf(target.params);
  const path = contract.path.replace(/:([a-z]+)/gi, (_, name: string) => {
    const value = params.find(([key]) => key === name)?.[1];
    if (value === undefined || value === "") throw new Error(`no value for :${name} of ${contract.path}`);
    return segment(value);
  });
  const url = new URL(`api/v1${path}`, base);
  for (const [key, value] of entriesOf(target.query)) url.searchParams.set(key, value);
  return url.href;
}

/**
 * A unique-id may be `..` (RFC 1939 §7 allows 0x21 to 0x7E), which URL parsers take for the parent
 * folder, even percent-encoded. Encoded twice it stays in its place: the gateway then knows no such message.
 */
function segment(value: string): string {
  return encodeURIComponent(value).replace(/^\.{1,2}$/, (dots) => "%252E".repeat(dots.length));
}

function entriesOf(part: unknown): [string, string][] {
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    ["string", "number", "boolean"].includes(typeof value) ? [[key, String(value)]] : [],
  );
}
