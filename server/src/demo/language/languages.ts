import { GERMAN, type Sentence } from "./german.ts";

/** A language that the demo's texts are in. */
export type Language = "en" | "de";

interface LanguageFacts {
  /** Its name in itself, for the listing. */
  readonly name: string;
  /** What LANG answers once it is chosen. */
  readonly chosen: string;
  readonly sentences: readonly Sentence[];
}

/** English comes first: it is what a session begins with, and what `LANG *` asks for. */
export const LANGUAGES: Readonly<Record<Language, LanguageFacts>> = {
  en: { name: "English", chosen: "Texts are in English", sentences: [] },
  de: { name: "Deutsch", chosen: "Die Texte sind auf Deutsch", sentences: GERMAN },
};

/** The lines of the listing (RFC 6856 §3.2). */
export function languageLines(): string[] {
  return Object.entries(LANGUAGES).map(([tag, { name }]) => `${tag} ${name}`);
}

/** By lookup (RFC 4647 §3.4): `de-CH` is served by `de`. `*` is the server's own choice. */
export function languageOf(range: string): Language | undefined {
  const wanted = range.toLowerCase();
  if (wanted === "*" || wanted === "i-default") return "en";
  for (let prefix = wanted; prefix !== ""; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf("-")))) {
    if (isLanguage(prefix)) return prefix;
  }
  return undefined;
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}

/** A text of the demo in the language; one that has no translation stays as it is. */
export function translated(text: string, language: Language): string {
  for (const [english, sentence] of LANGUAGES[language].sentences) {
    if (english.test(text)) return text.replace(english, sentence);
  }
  return text;
}
