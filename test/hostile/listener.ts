import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTcpServer, type Socket } from "node:net";
import { issueCertificate } from "../support/certificates.ts";
import { calledBy, RAN } from "./canary.ts";
import { listen } from "../support/line/listen.ts";

/** What a mail asked the outside world for. */
export interface Call {
  readonly host: string;
  readonly method: string;
  readonly isTls: boolean;
  readonly cookie: string | undefined;
  readonly referrer: string | undefined;
  /** `Sec-Fetch-Dest`: what the browser wants it for; only said under TLS. */
  readonly purpose: string | undefined;
}

/** Connections by what was said first. */
export interface Connections {
  readonly tls: number;
  /** Anything but the greeting of TLS. */
  readonly clear: number;
  /** Nothing was said. */
  readonly silent: number;
}

/** The whole world of the browser under test: every host name leads here. */
export interface Listener {
  readonly port: number;
  connections(): Connections;
  readonly calls: readonly Call[];
  /** Hosts that were called by name: in a request, or in a TLS greeting. */
  readonly hosts: ReadonlySet<string>;
  close(): Promise<void>;
}

/** The first octet of a TLS record that greets (RFC 8446 §5.1). */
const TLS_HANDSHAKE = 22;

export async function startListener(): Promise<Listener> {
  const calls: Call[] = [];
  const hosts = new Set<string>();
  const sockets = new Set<Socket>();
  let [opened, tls, clear] = [0, 0, 0];
  const answer = (isTls: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    const host = (request.headers.host ?? "").replace(/:\d+$/, "");
    hosts.add(host);
    const { cookie, referer: referrer } = request.headers;
    const purpose = request.headers["sec-fetch-dest"];
    calls.push({ host, method: request.method ?? "", isTls, cookie, referrer, purpose: String(purpose) });
    const song = JSON.stringify(`${RAN}${calledBy(host) ?? host}`);
    // A page tells whoever opened it; any other gets a script, or an answer that leads nowhere.
    const isPage = request.headers.accept?.startsWith("text/html") === true;
    response.writeHead(200, {
      "content-type": isPage ? "text/html" : "text/javascript",
      "access-control-allow-origin": "*",
    });
    response.end(isPage ? `<script>opener?.postMessage(${song}, "*")</script>` : `console.log(${song})`);
  };
  const http = createHttpServer(answer(false));
  const { key, cert } = issueCertificate({ subject: "away.example" });
  const https = createHttpsServer({ key, cert, SNICallback: greeted }, answer(true));
  function greeted(host: string, done: (error: null) => void): void {
    hosts.add(host);
    done(null);
  }
  const server = createTcpServer((socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // Who hangs up in the middle has been counted.
    socket.on("error", () => {});
    socket.once("readable", () => {
      const first: Buffer | null = socket.read(1);
      if (first === null) return;
      socket.unshift(first);
      const isTls = first[0] === TLS_HANDSHAKE;
      if (isTls) tls += 1;
      else clear += 1;
      (isTls ? https : http).emit("connection", socket);
    });
  });
  const port = await listen(server);
  return {
    port,
    connections: () => ({ tls, clear, silent: opened - tls - clear }),
    calls,
    hosts,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
