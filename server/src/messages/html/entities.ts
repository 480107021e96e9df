const CHARACTERS = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
]);
const ENTITIES = new Map([...CHARACTERS].map(([entity, character]) => [character, entity]));

/** Text as it stands between tags, or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES.get(character) ?? character);
}

/** Undoes the escapes that `escapeHtml` and the cleaner write; others stay as they are. */
export function unescapeHtml(html: string): string {
  return html.replace(/&(?:amp|lt|gt|quot);/g, (entity) => CHARACTERS.get(entity) ?? entity);
}
