import type { RowQuery } from "@popgate/shared/api/message";
import type { MaildropMessage } from "../../maildrop/maildrop.ts";
import { ColumnOrder, type SortedColumn } from "./column-order.ts";
import type { RowFacts } from "./row-facts.ts";
import { rowTest } from "./row-filter.ts";
import type { ThreadKeys } from "./thread-keys.ts";
import { gathered, ThreadIndex, type Threads } from "./threads.ts";

/** A person sorts by one column, and perhaps back; each costs some ten megabytes in a mailbox of 100,000. */
const MAX_ORDERS = 2;

export type FinderQuery = Pick<RowQuery, "sort" | "order" | "q" | "filter" | "threads">;

export interface RowSource {
  facts(message: MaildropMessage): RowFacts;
  /** Undefined where the header is not known. */
  threadKeys(uid: string): ThreadKeys | undefined;
}

/** Which rows of one reading a query shows, in which order. What was worked out is kept until it changes. */
export class RowFinder {
  readonly #messages: readonly MaildropMessage[];
  readonly #source: RowSource;
  readonly #orders = new Map<string, ColumnOrder>();
  /** Made when threads are first asked for. */
  #index: ThreadIndex | undefined;
  #threads: Threads | undefined;
  #found: { readonly key: string; readonly places: readonly number[] } | undefined;

  /** @param messages in the order of their numbers */
  constructor(messages: readonly MaildropMessage[], source: RowSource) {
    this.#messages = messages;
    this.#source = source;
  }

  headerChanged({ uid, number }: MaildropMessage): void {
    this.#found = undefined;
    this.#threads = undefined;
    if (this.#orders.size === 0 && this.#index === undefined) return;
    const place = this.#placeOf(number);
    this.#index?.learned(place, this.#source.threadKeys(uid));
    for (const order of this.#orders.values()) order.changed(place);
  }

  /** Marks or flags: who passes a filter may be another now. */
  stateChanged(): void {
    this.#found = undefined;
  }

  /** Places in the reading, in order. */
  find(query: FinderQuery): readonly number[] {
    const { sort, order, q, filter, threads } = query;
    const key = JSON.stringify([sort, order, q, filter, threads === true]);
    if (this.#found?.key === key) return this.#found.places;
    const passing = this.#passing(query, this.#ordered(query));
    const places = threads === true ? gathered(passing, this.threads) : passing;
    this.#found = { key, places };
    return places;
  }

  get threads(): Threads {
    this.#index ??= new ThreadIndex(this.#messages.map(({ uid }) => this.#source.threadKeys(uid)));
    this.#threads ??= this.#index.threads();
    return this.#threads;
  }

  #passing(query: FinderQuery, places: readonly number[]): readonly number[] {
    if (query.filter === "all" && query.q.trim() === "") return places;
    const passes = rowTest(query);
    return places.filter((place) => {
      const message = this.#messages[place];
      return message !== undefined && passes(this.#source.facts(message));
    });
  }

  #ordered({ sort, order }: FinderQuery): readonly number[] {
    if (sort !== "number") return this.#order({ sort, order }).order;
    const places = this.#messages.map((_, place) => place);
    return order === "desc" ? places.reverse() : places;
  }

  #order(column: SortedColumn): ColumnOrder {
    const key = `${column.sort} ${column.order}`;
    const known = this.#orders.get(key);
    // Re-inserted, so that the one used longest ago is forgotten first.
    this.#orders.delete(key);
    const order = known ?? new ColumnOrder(this.#messages, column, (message) => this.#source.facts(message));
    this.#orders.set(key, order);
    for (const oldest of this.#orders.keys()) {
      if (this.#orders.size <= MAX_ORDERS) break;
      this.#orders.delete(oldest);
    }
    return order;
  }

  /** Numbers may have gaps: the place is looked for by halves. */
  #placeOf(number: number): number {
    let low = 0;
    let high = this.#messages.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#messages[middle]?.number ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
