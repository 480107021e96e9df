import type { Capabilities } from "../client/capabilities.ts";
import { textLines } from "../client/line-collector.ts";
import type { Pop3Engine } from "../engine/engine.ts";
import { encodeCommand } from "../wire/command-encoder.ts";
import { bestLanguage, listedLanguages } from "./language-match.ts";

/** More languages than any server's texts are in. */
const MAX_LANGUAGES = 200;

interface Choice {
  /** The reader's languages, best first. */
  readonly languages?: readonly string[] | undefined;
  readonly causeId?: string | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Asks for the server's texts in a language of the reader (RFC 6856 §3). A server that refuses goes on
 * in the language that it had.
 *
 * @returns the language as the server confirmed it, without that undefined
 * @throws Pop3Error if the connection is lost
 */
export async function chooseLanguage(
  engine: Pop3Engine,
  capabilities: Capabilities,
  { languages = [], ...options }: Choice,
): Promise<string | undefined> {
  if (languages.length === 0 || !capabilities.has("LANG")) return undefined;
  const offered = await listLanguages(engine, options);
  const chosen = bestLanguage(languages, listedLanguages(offered));
  if (chosen === undefined) return undefined;
  const reply = await engine.run(encodeCommand("LANG", [chosen]), options);
  if (reply.status !== "ok") return undefined;
  // What `*` stands for is told in the reply: a tag, and words in that language.
  return listedLanguages([reply.text])[0] ?? chosen;
}

/** @returns the server's lines; none where it refuses to list */
export async function listLanguages(
  engine: Pop3Engine,
  options: Omit<Choice, "languages">,
): Promise<readonly string[]> {
  const { sink, lines } = textLines(() => MAX_LANGUAGES);
  const reply = await engine.run(encodeCommand("LANG"), { sink, shownLines: MAX_LANGUAGES, ...options });
  return reply.status === "ok" ? lines : [];
}
