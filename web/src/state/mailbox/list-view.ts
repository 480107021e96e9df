import type { Row, RowPage, RowQuery } from "@popgate/shared/api/message";

export interface ListQuery extends Pick<RowQuery, "sort" | "order" | "q" | "filter"> {
  /** Each conversation together. */
  readonly threads: boolean;
}

/** The rows of one mailbox under one query: only pages that were on screen are held. */
export interface ListView {
  readonly query: ListQuery;
  /** What `pages` belong to; differs from `query` until the first reply to a new one. */
  readonly shownQuery: ListQuery;
  readonly generation: number;
  /** Rows that match `shownQuery`. */
  readonly total: number;
  /** False until a first page came: `total` is then a guess. */
  readonly isKnown: boolean;
  readonly pages: ReadonlyMap<number, ListPage>;
  readonly rows: ReadonlyMap<string, Row>;
  /** Grows when rows may have changed their places; pages of less freshness are read again. */
  readonly freshness: number;
}

/** A message and where it stands. */
export interface HeldPlace {
  readonly uid: string;
  readonly index: number;
}

interface ListPage {
  readonly uids: readonly string[];
  readonly freshness: number;
}

/** Rows in one request: three screens, so that scrolling meets what is there. */
export const PAGE_ROWS = 100;
/** Pages held at most, 4,000 rows: memory follows the window, not the mailbox. */
export const MAX_PAGES = 40;

export const DEFAULT_QUERY: ListQuery = {
  sort: "number",
  order: "desc",
  q: "",
  filter: "all",
  threads: false,
};

export function emptyList(total: number, generation: number): ListView {
  return {
    query: DEFAULT_QUERY,
    shownQuery: DEFAULT_QUERY,
    generation,
    total,
    isKnown: false,
    pages: new Map(),
    rows: new Map(),
    freshness: 0,
  };
}

/** Whether a page must be asked for, or asked for again. */
export function needsPage(list: ListView, index: number): boolean {
  if (list.isKnown && index > 0 && index * PAGE_ROWS >= list.total) return false;
  const page = list.pages.get(index);
  return !page || page.freshness < list.freshness || !isSameQuery(list.query, list.shownQuery);
}

/** The unique-id at a place of the list; undefined where its page is not held. */
export function uidAt(list: ListView, index: number): string | undefined {
  return list.pages.get(Math.floor(index / PAGE_ROWS))?.uids[index % PAGE_ROWS];
}

/** The messages from one place to another, both included, each with its place; without those not held. */
export function heldBetween(list: ListView, first: number, last: number): HeldPlace[] {
  const held: HeldPlace[] = [];
  for (let index = first; index <= last; index += 1) {
    const uid = uidAt(list, index);
    if (uid !== undefined) held.push({ uid, index });
  }
  return held;
}

/** The place of a message in the pages that are held; -1 if it is in none. */
export function indexOf(list: ListView, uid: string): number {
  for (const [index, page] of list.pages) {
    const place = page.uids.indexOf(uid);
    if (place >= 0) return index * PAGE_ROWS + place;
  }
  return -1;
}

export function withQuery(list: ListView, query: ListQuery): ListView {
  return { ...staleList(list), query };
}

/** Rows may have moved: what is on screen is read again, the old rows stay until then. */
export function staleList(list: ListView): ListView {
  return { ...list, freshness: list.freshness + 1 };
}

/** Takes in a page. Pages of another query, or of an older reading of the maildrop, make room for it. */
export function withPage(
  list: ListView,
  request: { readonly query: ListQuery; readonly index: number; readonly freshness: number },
  reply: RowPage,
): ListView {
  if (!isSameQuery(request.query, list.query) || reply.generation < list.generation) return list;
  const isSameList = isSameQuery(list.shownQuery, request.query) && reply.generation === list.generation;
  const pages = new Map(isSameList ? list.pages : []);
  pages.set(request.index, { uids: reply.items.map((row) => row.uid), freshness: request.freshness });
  for (const index of pages.keys()) if (index * PAGE_ROWS >= reply.total) pages.delete(index);
  while (pages.size > MAX_PAGES) pages.delete(farthest(pages, request.index));
  return {
    ...list,
    shownQuery: request.query,
    generation: reply.generation,
    total: reply.total,
    isKnown: true,
    pages,
    rows: rowsOf(pages, list.rows, reply.items),
  };
}

/** Rows that changed. Only those that are held: the others are read when they come on screen. */
export function withRows(list: ListView, rows: readonly Row[]): ListView {
  const held = rows.filter((row) => isNewsOf(row, list.rows.get(row.uid)));
  const hasMoved = rows.some((row) => list.rows.get(row.uid)?.loaded !== row.loaded);
  // Without headers there is no order by date, sender or subject, no match and no thread: all settle as they come.
  const { q, sort, threads } = list.query;
  const canMove = q !== "" || threads || !["number", "size"].includes(sort);
  const moved = canMove && hasMoved ? staleList(list) : list;
  if (held.length === 0) return moved;
  const next = new Map(list.rows);
  for (const row of held) next.set(row.uid, withThread(row, list.rows.get(row.uid)));
  return { ...moved, rows: next };
}

/** Whether it says something else of a row that is held: what is only told again need not be drawn again. */
function isNewsOf(row: Row, held: Row | undefined): boolean {
  return held !== undefined && JSON.stringify(withThread(row, held)) !== JSON.stringify(held);
}

/** Only a page tells of threads: a row that comes alone keeps what its page told. */
function withThread(row: Row, held: Row | undefined): Row {
  return { ...held, ...row };
}

export function isSameQuery(a: ListQuery, b: ListQuery): boolean {
  const isSameOrder = a.sort === b.sort && a.order === b.order && a.threads === b.threads;
  return isSameOrder && a.q === b.q && a.filter === b.filter;
}

/** Whether it may leave messages of the maildrop out. */
export function isFiltered({ q, filter }: ListQuery): boolean {
  return q.trim() !== "" || filter !== "all";
}

function farthest(pages: ReadonlyMap<number, ListPage>, from: number): number {
  return [...pages.keys()].reduce((a, b) => (Math.abs(b - from) > Math.abs(a - from) ? b : a));
}

function rowsOf(
  pages: ReadonlyMap<number, ListPage>,
  held: ReadonlyMap<string, Row>,
  fresh: readonly Row[],
): ReadonlyMap<string, Row> {
  const known = new Map(held);
  for (const row of fresh) known.set(row.uid, row);
  const kept = new Map<string, Row>();
  for (const page of pages.values()) {
    for (const uid of page.uids) {
      const row = known.get(uid);
      if (row) kept.set(uid, row);
    }
  }
  return kept;
}
