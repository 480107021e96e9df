import type { HeaderRow } from "../header/header-columns.ts";

/** One message on its way into a file. */
export interface ExportedMessage {
  readonly uid: string;
  /** Its place in the export, from 1. */
  readonly nth: number;
  /** As far as its first octets tell. */
  readonly header: HeaderRow;
  /** To be read once, to its end, before the next message is asked for. */
  readonly content: AsyncIterable<Buffer>;
}
