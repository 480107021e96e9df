import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ErrorCode } from "@popgate/shared/api/errors";
import { APP_HEADERS } from "./app-headers.ts";
import { FAILURES } from "./failure.ts";

interface Refusal {
  readonly status: number;
  readonly code: ErrorCode;
}

const MALFORMED: Refusal = { status: 400, code: "invalid" };
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: "too-large" },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: "invalid" },
};

/** What Node's parser refuses, before there is a request: answered like every error, then hung up on. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (socket.destroyed) return;
  const { status, code } = REFUSALS[error.code ?? ""] ?? MALFORMED;
  const { message, retryable } = FAILURES[code];
  const body = JSON.stringify({ error: { code, message, retryable } });
  const headers = { ...APP_HEADERS, "content-type": "application/json", "cache-control": "no-store" };
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  // What still arrives from this client cannot be read.
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
