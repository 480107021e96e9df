import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { describe, expect, test } from "vitest";
import { errorOf } from "../connected-engine.ts";
import { LINES_OF_SIGN_IN, signedIn } from "./signed-in.ts";

const OK = "+OK\r\n";

describe("dele", () => {
  test("sends all of them in one write and tells which were refused", async () => {
    const { client, server } = await signedIn([
      { expect: "DELE 1", send: OK },
      { expect: "DELE 5", send: "-ERR no such message\r\n" },
      { expect: "DELE 9", send: OK },
    ]);
    const refusals = await client.dele([1, 5, 9]);
    expect(refusals.map((refusal) => refusal?.serverText)).toEqual([undefined, "no such message", undefined]);
    expect(server.reads.at(-1)).toBe("DELE 1\r\nDELE 5\r\nDELE 9\r\n");
  });

  test("of nothing sends nothing", async () => {
    const { client, server } = await signedIn([{ expect: "NOOP", send: OK }]);
    expect(await client.dele([])).toEqual([]);
    await client.noop();
    expect(server.lines.slice(LINES_OF_SIGN_IN)).toEqual(["NOOP"]);
  });

  test("cut in between fails as a whole", async () => {
    const { client } = await signedIn([
      { expect: "DELE 1", send: OK },
      { expect: "DELE 2", cut: "fin" },
    ]);
    expect((await errorOf(client.dele([1, 2, 3]))).kind).toBe("closed");
  });

  test("of 3,000 comes through, window by window", async () => {
    const numbers = Array.from({ length: 3_000 }, (_, index) => index + 1);
    const { client, server } = await signedIn(numbers.map((n) => ({ expect: `DELE ${n}`, send: OK })));
    expect((await client.dele(numbers)).every((refusal) => refusal === undefined)).toBe(true);
    expect(server.complaints).toEqual([]);
  });
});

describe("resetAndDele", () => {
  test("takes all marks back before it sets them again, in one run", async () => {
    const { client, server } = await signedIn([
      { expect: "RSET", send: OK },
      { expect: "DELE 2", send: OK },
      { expect: "DELE 3", send: OK },
    ]);
    expect(await client.resetAndDele([2, 3])).toEqual([undefined, undefined]);
    expect(server.reads.at(-1)).toBe("RSET\r\nDELE 2\r\nDELE 3\r\n");
  });

  test("fails where RSET is refused, and leaves no reply unread", async () => {
    const { client } = await signedIn([
      { expect: "RSET", send: "-ERR no\r\n" },
      { expect: "DELE 2", send: OK },
      { expect: "NOOP", send: OK },
    ]);
    expect(await errorOf(client.resetAndDele([2]))).toMatchObject({ kind: "refused", verb: "RSET" });
    await client.noop();
  });
});

describe("quit", () => {
  test("closes after the reply", async () => {
    const { client, server } = await signedIn([{ expect: "QUIT", send: "+OK 2 messages deleted\r\n" }]);
    expect(await client.quit()).toMatchObject({ status: "ok", text: "2 messages deleted" });
    await server.quiet();
    expect(client.error?.kind).toBe("closed");
  });

  test("tells an -ERR: some messages may remain", async () => {
    const { client, server } = await signedIn([{ expect: "QUIT", send: "-ERR some not removed\r\n" }]);
    expect(await client.quit()).toMatchObject({ status: "err", text: "some not removed" });
    await server.quiet();
  });

  test.each(["fin", "reset"] as const)(
    "whose reply is lost by %s fails: the outcome is unknown",
    async (cut) => {
      const { client } = await signedIn([{ expect: "QUIT", cut }]);
      const error = await errorOf(client.quit());
      expect(error.connectionUsable).toBe(false);
      expect(error.kind).toMatch(/closed|network/);
    },
  );

  test("whose reply is cut in mid-line fails: half a +OK is none", async () => {
    const { client } = await signedIn([{ expect: "QUIT", send: "+OK by", cut: "fin" }]);
    expect((await errorOf(client.quit())).kind).toBe("closed");
  });

  test("whose reply does not come runs into its own deadline", async () => {
    const { client } = await signedIn([{ expect: "QUIT" }], { deadlines: { quitMs: 60 } });
    expect(await errorOf(client.quit())).toMatchObject({ kind: "timeout", verb: "QUIT" });
  });

  test("waits for every DELE before it", async () => {
    const { client, server } = await signedIn([
      { expect: "DELE 1" },
      { expect: "DELE 2" },
      { expect: "QUIT", send: "+OK\r\n" },
    ]);
    const dele = client.dele([1, 2]);
    const quit = client.quit();
    await server.received(LINES_OF_SIGN_IN + 2);
    server.say("+OK\r\n");
    server.say("+OK\r\n");
    await Promise.all([dele, quit]);
    expect(server.reads.slice(-2)).toEqual(["DELE 1\r\nDELE 2\r\n", "QUIT\r\n"]);
  });

  test("twice fails the second time", async () => {
    const { client } = await signedIn([{ expect: "QUIT", send: "+OK\r\n" }]);
    await client.quit();
    expect((await errorOf(client.quit())).kind).toBe("closed");
  });
});

describe("close", () => {
  test("never sends QUIT: nothing is deleted", async () => {
    const log = new TranscriptLog();
    const { client, server } = await signedIn([{ expect: "DELE 1", send: OK }], { log });
    await client.dele([1]);
    client.close("signed out");
    await server.quiet();
    expect(server.lines).not.toContain("QUIT");
    expect(log.after(0).at(-1)?.line).toBe("connection dropped: signed out");
  });

  test("rejects what waits, and what comes later", async () => {
    const { client, server } = await signedIn([{ expect: "RETR 1" }]);
    const retr = errorOf(client.retr(1, {}));
    await server.received(LINES_OF_SIGN_IN + 1);
    client.close("signed out");
    expect((await retr).message).toBe("signed out");
    expect((await errorOf(client.noop())).message).toBe("signed out");
  });
});
