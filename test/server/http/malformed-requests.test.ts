import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ErrorReply } from "@popgate/shared/api/errors";
import { startAppBench, type AppBench } from "../../support/gateway/app-bench.ts";

let bench: AppBench;

beforeAll(async () => {
  bench = await startAppBench({ messages: 1 });
});

afterAll(() => bench.close());

/** Sends what fetch would not, and reads until the gateway hangs up. */
async function ask(request: string): Promise<{ status: number; head: string; body: string }> {
  const socket = connect(Number(new URL(bench.origin).port), "127.0.0.1");
  socket.write(request);
  const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), head, body };
}

const END = "HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

test.each<[string, string, number, string]>([
  ["an address that is no URL", `GET /%zz-canary ${END}`, 400, "invalid"],
  ["a parameter without end", `GET /api/v1/mailboxes/${"canary".repeat(300)} ${END}`, 400, "invalid"],
  ["a method that nobody knows", `CANARY / ${END}`, 400, "invalid"],
  ["what is no HTTP at all", "canary\r\n\r\n", 400, "invalid"],
  ["header fields without end", `GET / HTTP/1.1\r\nX: ${"canary".repeat(5_000)}\r\n\r\n`, 431, "too-large"],
])(
  "answers %s as every other error, with all headers, and repeats nothing of it",
  async (_, request, status, code) => {
    const answer = await ask(request);
    expect(answer.status).toBe(status);
    expect(ErrorReply.parse(JSON.parse(answer.body)).error.code).toBe(code);
    expect(answer.head).toMatch(/^content-security-policy: default-src 'none'/m);
    expect(answer.head).toMatch(/^cache-control: no-store/m);
    expect(answer.head + answer.body).not.toMatch(/canary/i);
  },
);
