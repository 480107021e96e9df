import type { RowQuery } from "@popgate/shared/api/message";
import type { MaildropMessage } from "../../maildrop/maildrop.ts";
import { sortKey, type SortedRow } from "./sort-key.ts";
import { sortedPlaces, type SortKey } from "./sorted-places.ts";

export type SortedColumn = Pick<RowQuery, "order"> & { readonly sort: Exclude<RowQuery["sort"], "number"> };

/**
 * All messages of one reading in the order of one column. Rows that do not tell come last in either
 * direction; equal ones stay in the order of arrival, newest first. A header that was read moves its row
 * alone: what is in order already is gone through once, and not sorted again.
 */
export class ColumnOrder {
  readonly #messages: readonly MaildropMessage[];
  readonly #rowOf: (message: MaildropMessage) => SortedRow;
  readonly #column: SortedColumn;
  /** By place; empty before anybody asked. */
  #keys: SortKey[] = [];
  /** Places of the rows that tell, in order. */
  #told: number[] = [];
  readonly #changed = new Set<number>();
  #order: readonly number[] | undefined;

  constructor(
    messages: readonly MaildropMessage[],
    column: SortedColumn,
    rowOf: (message: MaildropMessage) => SortedRow,
  ) {
    this.#messages = messages;
    this.#column = column;
    this.#rowOf = rowOf;
  }

  /** @param place of the message in its reading */
  changed(place: number): void {
    if (this.#keys.length === 0) return;
    this.#changed.add(place);
    this.#order = undefined;
  }

  /** Places in the reading, in order. */
  get order(): readonly number[] {
    this.#order ??= this.#arrange();
    return this.#order;
  }

  #arrange(): readonly number[] {
    if (this.#keys.length === 0) {
      this.#keys = this.#messages.map((message) => this.#keyOf(message));
      this.#told = sortedPlaces(this.#keys, this.#column.order === "desc");
    } else {
      this.#repair();
    }
    return this.#told.concat(this.#untold());
  }

  #repair(): void {
    const told = this.#told.filter((place) => !this.#changed.has(place));
    for (const place of this.#changed) {
      const message = this.#messages[place];
      this.#keys[place] = message === undefined ? undefined : this.#keyOf(message);
      if (this.#keys[place] !== undefined) told.push(place);
    }
    this.#changed.clear();
    const direction = this.#column.order === "desc" ? -1 : 1;
    // Most of it is one run in order, which this sort goes through once.
    this.#told = told.sort((left, right) => {
      const one = this.#keys[left] ?? "";
      const other = this.#keys[right] ?? "";
      if (one === other) return right - left;
      return one < other ? -direction : direction;
    });
  }

  #keyOf(message: MaildropMessage): SortKey {
    return sortKey(this.#rowOf(message), this.#column.sort);
  }

  #untold(): number[] {
    const untold: number[] = [];
    if (this.#told.length === this.#keys.length) return untold;
    for (let place = this.#keys.length - 1; place >= 0; place -= 1) {
      if (this.#keys[place] === undefined) untold.push(place);
    }
    return untold;
  }
}
