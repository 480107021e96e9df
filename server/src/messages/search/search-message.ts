import type { ReadableMessage } from "../store/stored-message.ts";
import { SearchText } from "./search-text.ts";
import { WordSearch, type Snippet } from "./word-search.ts";

/** Texts stand in front; what is behind is files, and reading on would cost more than it finds. */
export const MAX_SEARCHED_OCTETS = 20 * 1024 * 1024;

/**
 * What stands around the first of the words; undefined where one of them is missing.
 *
 * @throws MessageError where the stored octets cannot be read
 */
export async function searchMessage(raw: ReadableMessage, q: string): Promise<Snippet | undefined> {
  const text = new SearchText();
  for await (const chunk of raw.read({ start: 0, end: MAX_SEARCHED_OCTETS })) text.write(chunk);
  return new WordSearch(q).find(text.end());
}
