import type { Address } from "@popgate/shared/api/address";
import { parseAddressList } from "./address-list.ts";
import { parseDateField } from "./date-field.ts";
import { decodeField } from "./header-fields.ts";
import { messageIds, type MessageIds } from "./message-ids.ts";
import { ADDRESS, FLAG, listOf, NUMBER, nullable, TEXT, type Packing } from "./packing.ts";

/** What a list row keeps of a message's header. */
export interface HeaderRow {
  readonly subject: string;
  readonly from: Address | null;
  readonly to: Address[];
  /** Milliseconds since the Unix epoch; null where the message gives no valid date. */
  readonly date: number | null;
  /** A guess from the header alone: the structure is not known before the message is read. */
  readonly hasAttachments: boolean;
  /** Which messages it answers. */
  readonly ids: MessageIds;
}

/** The value of a field as it stands in the header, unfolded; empty where there is none. */
export type RawField = (name: string) => string;

interface HeaderColumn<Value> {
  /** The header's fields that it is read from, in lower case. */
  readonly fields: readonly string[];
  /** Never throws. Its value is bounded, since 100,000 of them stay in memory. */
  readonly read: (raw: RawField) => Value;
  /** How the value is kept. */
  readonly packing: Packing<Value>;
}

/** Subjects are one line on screen. */
const MAX_SUBJECT_CHARACTERS = 1000;
const MAX_NAME_CHARACTERS = 320;
/** The list shows the first recipients only. */
const MAX_RECIPIENTS = 10;
const NUMBERS = listOf(NUMBER);
const ATTACHMENT_TYPE =
  /^\s*(multipart\/mixed|application\/(?!pgp-encrypted)|image\/|audio\/|video\/|font\/|model\/)/i;

/**
 * Every column that a header gives the message list: where it is read from, and how it is kept. A new one is
 * a line here and one in the contract's `Row`; the rest of the gateway passes it on. Short ones come first,
 * since those behind are found by passing over them.
 */
export const HEADER_COLUMNS: { readonly [Name in keyof HeaderRow]: HeaderColumn<HeaderRow[Name]> } = {
  date: {
    fields: ["date"],
    read: (raw) => parseDateField(raw("date")),
    packing: nullable(NUMBER),
  },
  hasAttachments: {
    // Exchange knows, and says so in a field of its own.
    fields: ["content-type", "content-disposition", "x-ms-has-attach"],
    read: (raw) =>
      ATTACHMENT_TYPE.test(raw("content-type")) ||
      /^\s*attachment\b/i.test(raw("content-disposition")) ||
      /^\s*yes\b/i.test(raw("x-ms-has-attach")),
    packing: FLAG,
  },
  ids: {
    fields: ["message-id", "in-reply-to", "references"],
    read: messageIds,
    packing: {
      write(row, { id, references }) {
        NUMBER.write(row, id);
        NUMBERS.write(row, references);
      },
      read: (row) => ({ id: NUMBER.read(row), references: NUMBERS.read(row) }),
      skip(row) {
        NUMBER.skip(row);
        NUMBERS.skip(row);
      },
    },
  },
  from: {
    fields: ["from"],
    read: (raw) => addresses(raw("from"), 1)[0] ?? null,
    packing: nullable(ADDRESS),
  },
  subject: {
    fields: ["subject"],
    read: (raw) => decodeField(raw("subject")).slice(0, MAX_SUBJECT_CHARACTERS),
    packing: TEXT,
  },
  to: {
    fields: ["to"],
    read: (raw) => addresses(raw("to"), MAX_RECIPIENTS),
    packing: listOf(ADDRESS),
  },
};

function addresses(raw: string, limit: number): Address[] {
  return parseAddressList(raw, limit).map(({ name, address }) => ({
    name: name.slice(0, MAX_NAME_CHARACTERS),
    address: address.slice(0, MAX_NAME_CHARACTERS),
  }));
}
