import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { MAX_STATUS_LINE_OCTETS } from "@popgate/server/pop3/wire/response-decoder";
import { expect, onTestFinished, test } from "vitest";
import { errorOf, until } from "./connected-engine.ts";
import { openTo } from "./opened-client.ts";

test("an endless greeting is refused at the limit, not swallowed", async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    const piece = Buffer.alloc(64 * 1024, "x");
    const flood = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on("drain", flood);
    flood();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  // A server that listens on TCP has this form of address.
  const { port } = server.address() as AddressInfo;
  expect(await errorOf(openTo(port))).toMatchObject({ kind: "limit", stage: "greeting" });
  await until(() => sockets[0]?.destroyed === true);
  expect(MAX_STATUS_LINE_OCTETS).toBe(8_192);
});
