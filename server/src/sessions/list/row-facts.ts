import type { MaildropMessage } from "../../maildrop/maildrop.ts";
import type { HeaderRow } from "../../messages/header/header-columns.ts";

/** Where the facts of rows are found, by unique-id. */
export interface KnownFacts {
  header<Name extends keyof HeaderRow>(uid: string, name: Name): HeaderRow[Name];
  flags(uid: string): { readonly seen: boolean; readonly starred: boolean };
  isNew(uid: string): boolean;
  isMarked(uid: string): boolean;
}

/** One row as a sort or a filter asks for it: of 100,000 rows only what is looked at is made. */
export class RowFacts {
  readonly octets: number | null;
  readonly #uid: string;
  readonly #known: KnownFacts;

  constructor({ uid, octets }: MaildropMessage, known: KnownFacts) {
    this.octets = octets;
    this.#uid = uid;
    this.#known = known;
  }

  header<Name extends keyof HeaderRow>(name: Name): HeaderRow[Name] {
    return this.#known.header(this.#uid, name);
  }

  get seen(): boolean {
    return this.#known.flags(this.#uid).seen;
  }

  get starred(): boolean {
    return this.#known.flags(this.#uid).starred;
  }

  get isNew(): boolean {
    return this.#known.isNew(this.#uid);
  }

  get marked(): boolean {
    return this.#known.isMarked(this.#uid);
  }
}
