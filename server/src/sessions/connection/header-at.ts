import type { Pop3Client } from "../../pop3/client/client.ts";
import { Pop3Error } from "../../pop3/errors.ts";
import { HeaderSink } from "../list/header-sink.ts";

/** A message's header, by TOP (RFC 1939 §7); undefined where the server refuses it. @throws Pop3Error if the connection is lost */
export async function headerAt(client: Pop3Client, number: number): Promise<Buffer | undefined> {
  const sink = new HeaderSink();
  try {
    await client.top(number, 0, { sink });
  } catch (error) {
    if (error instanceof Pop3Error && error.connectionUsable) return undefined;
    throw error;
  }
  return sink.takeHeader();
}
