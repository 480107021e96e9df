import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";

/** Listens on a port that is free. @returns the port */
export async function listen(server: Server, host = "127.0.0.1"): Promise<number> {
  server.listen(0, host);
  await once(server, "listening");
  // A server that listens on TCP has an address of this form.
  return (server.address() as AddressInfo).port;
}
