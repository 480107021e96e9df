import type { Address } from "@popgate/shared/api/address";
import { guessLatin1 } from "../charset/decode-text.ts";
import { decodeWords } from "./encoded-words.ts";
import { cleanLine } from "./header-fields.ts";

/** A field is read no further: nobody reads more addresses, and each costs memory in the page too. */
const MAX_FIELD_CHARACTERS = 64 * 1024;
const SPECIAL = /["(<,;:]/g;

/**
 * Addresses of a From, To, Cc or Reply-To field (RFC 5322 §3.4, obsolete forms included). Group members
 * stand beside the others; an empty group ("undisclosed-recipients:;") is a name without an address.
 * Encoded words are decoded last, so that a comma or a bracket inside one changes nothing.
 *
 * @param raw the field's value with octets as latin1 characters
 */
export function parseAddressList(raw: string, limit: number): Address[] {
  const reader = new AddressReader(limit);
  reader.read(guessLatin1(raw.slice(0, MAX_FIELD_CHARACTERS)));
  return reader.addresses;
}

/** One pass, character by character: each is looked at once, whatever the attacker nests. */
class AddressReader {
  readonly addresses: Address[] = [];
  readonly #limit: number;
  #phrase = "";
  /** Looked for in each piece as it comes: the phrase grows, and looking through it at each colon would cost its square. */
  #hasAt = false;
  #comment = "";
  #address: string | undefined;
  #group: { name: string; from: number } | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  read(text: string): void {
    for (let at = 0; at < text.length && this.addresses.length < this.#limit; at += 1) {
      const character = text[at];
      if (character === '"') at = this.#quoted(text, at);
      else if (character === "(") at = this.#commented(text, at);
      else if (character === "<") at = this.#bracketed(text, at);
      else if (character === "," || character === ";") this.#end(character);
      else if (character === ":" && this.#group === undefined && !this.#hasAt) this.#open();
      else at = this.#plain(text, at);
    }
    this.#end(";");
  }

  /** Up to the next character that may mean something. */
  #plain(text: string, start: number): number {
    SPECIAL.lastIndex = start + 1;
    const end = SPECIAL.exec(text)?.index ?? text.length;
    this.#say(text.slice(start, end));
    return end - 1;
  }

  #say(words: string): void {
    this.#phrase += words;
    this.#hasAt ||= words.includes("@");
  }

  #quoted(text: string, open: number): number {
    let at = open + 1;
    let content = "";
    for (; at < text.length && text[at] !== '"'; at += 1) {
      if (text[at] === "\\") at += 1;
      content += text[at] ?? "";
    }
    if (text[at + 1] !== "@") {
      this.#say(content);
      return at;
    }
    // A local part in quotes (RFC 5322 §3.4.1) is no name, and its blanks are part of it.
    const domain = /^@[^\s,;(<"]{0,255}/.exec(text.slice(at + 1, at + 257))?.[0] ?? "";
    this.#address = `"${content}"${domain}`;
    return at + domain.length;
  }

  #commented(text: string, open: number): number {
    let depth = 1;
    let at = open + 1;
    for (; at < text.length; at += 1) {
      if (text[at] === "\\") at += 1;
      else if (text[at] === "(") depth += 1;
      else if (text[at] === ")") depth -= 1;
      if (depth === 0) break;
      this.#comment += text[at] ?? "";
    }
    return at;
  }

  #bracketed(text: string, open: number): number {
    const close = text.indexOf(">", open);
    const end = close === -1 ? text.length : close;
    // A source route, "<@relay:user@host>", is obsolete and says nothing to people (RFC 5322 §4.4).
    this.#address = text.slice(open + 1, end).replace(/^@[^:]*:/, "");
    return end;
  }

  #open(): void {
    this.#group = { name: display(this.#phrase), from: this.addresses.length };
    this.#phrase = "";
    this.#hasAt = false;
    this.#comment = "";
  }

  #end(separator: "," | ";"): void {
    this.#push();
    if (separator === "," || this.#group === undefined) return;
    const { name, from } = this.#group;
    this.#group = undefined;
    if (this.addresses.length === from && name !== "") this.addresses.push({ name, address: "" });
  }

  #push(): void {
    const phrase = this.#phrase.trim();
    const comment = this.#comment.trim();
    const bracketed = this.#address;
    this.#phrase = "";
    this.#hasAt = false;
    this.#comment = "";
    this.#address = undefined;
    if (bracketed !== undefined) {
      this.addresses.push({ name: display(phrase || comment), address: bare(bracketed) });
    } else if (phrase !== "") {
      this.addresses.push(withoutBrackets(phrase, comment));
    }
  }
}

/** "user@host", "user@host (Name)", or words that hold no address at all. */
function withoutBrackets(phrase: string, comment: string): Address {
  const words = phrase.split(/\s+/);
  const at = words.findIndex((word) => word.includes("@") && !word.includes("=?"));
  if (at === -1) return { name: display(phrase || comment), address: "" };
  const others = words.filter((_, index) => index !== at).join(" ");
  return { name: display(comment || others), address: bare(words[at] ?? "") };
}

function display(name: string): string {
  return cleanLine(decodeWords(name));
}

function bare(address: string): string {
  const line = cleanLine(address);
  return line.includes('"') ? line : line.replace(/\s+/g, "");
}
