import type { Maildrop } from "../../maildrop/maildrop.ts";
import type { HeaderRow } from "../../messages/header/header-columns.ts";
import { isHeaderOfRow } from "../../messages/header/same-header.ts";
import type { Pop3Client } from "../../pop3/client/client.ts";
import { headerAt } from "./header-at.ts";

/**
 * Where every unique-id is a number, a mark may have come to another message since it was made: one TOP for each
 * marked one tells, compared with the row that was marked. A server that merely counts its messages keeps its marks.
 *
 * @param rowOf the header that the row showed; a mark whose row never showed one is not surely the same
 * @returns the marked unique-ids that are not surely the same message
 * @throws Pop3Error if the connection is lost
 */
export async function movedPlaces(
  client: Pop3Client,
  maildrop: Maildrop,
  marked: Iterable<string>,
  rowOf: (uid: string) => HeaderRow | undefined,
): Promise<ReadonlySet<string>> {
  const moved = new Set<string>();
  if (!maildrop.hasPlacesAsIds) return moved;
  const check = async (uid: string) => {
    const message = maildrop.find(uid);
    const row = rowOf(uid);
    if (message === undefined) return;
    const header = row && (await headerAt(client, message.number));
    if (row === undefined || header === undefined || !isHeaderOfRow(row, header)) moved.add(uid);
  };
  await Promise.all([...marked].map(check));
  return moved;
}
