import { createServer, type IncomingMessage } from "node:http";
import { listen } from "../../support/line/listen.ts";

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

interface Reply {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  /** It promises more than it sends, and hangs up. */
  readonly breaksOff?: boolean;
}

export interface Gateway {
  readonly base: string;
  readonly requests: readonly Request[];
  close(): Promise<void>;
}

/** An HTTP server on a free port that answers as the test says and keeps what it was asked. */
export async function startGateway(answer: (request: Request) => Reply | Promise<Reply>): Promise<Gateway> {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const asked = { method, url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(asked);
      void Promise.resolve(answer(asked)).then(({ status = 200, json, text, breaksOff = false }) => {
        response.statusCode = status;
        if (breaksOff) {
          response.setHeader("content-length", (text ?? "").length + 1);
          response.write(text, () => response.destroy());
          return;
        }
        response.end(json === undefined ? text : JSON.stringify(json));
      });
    });
  });
  const port = await listen(server);
  return {
    base: `http://127.0.0.1:${String(port)}/mail/`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
