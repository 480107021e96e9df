import type { Mechanism } from "@popgate/shared/api/mailbox";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Turn } from "../../../support/line/scripted-server.ts";
import { startScriptedServer } from "../../../support/line/scripted-server.ts";
import { base64, greeted, openTo } from "../opened-client.ts";
import { scramTurns } from "../sasl/scram-peer.ts";

const CHALLENGE = `+ ${base64("<1896.697170952@dbc.mtview.ca.us>")}\r\n`;
const ANY: Turn = { expect: /^/, send: "+ \r\n" };
const END: readonly Turn[] = [
  { expect: /^/, send: "+OK\r\n" },
  { expect: "CAPA", send: "-ERR\r\n" },
];

/** What the server says while each method signs in. */
function turnsOf(mechanism: Mechanism, password: string): readonly Turn[] {
  const timestamp = "+OK ready <1896.697170952@dbc.mtview.ca.us>";
  const begin = greeted(["USER", "SASL PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256"], timestamp);
  switch (mechanism) {
    case "USER":
      // Letters beyond ASCII may be said in PASS only after UTF8 (RFC 6856 §2.1).
      return [
        ...greeted(["USER", "UTF8 USER"]),
        { expect: "UTF8", send: "+OK\r\n" },
        { expect: /^USER /, send: "+OK\r\n" },
        ...END,
      ];
    case "APOP":
      return [...begin, ...END];
    case "LOGIN":
      return [...begin, ANY, ANY, ...END];
    case "CRAM-MD5":
      return [...begin, { expect: /^AUTH/, send: CHALLENGE }, ...END];
    case "SCRAM-SHA-256": {
      const { challenge, proof } = scramTurns(password);
      return [...begin, ANY, challenge, proof, ...END];
    }
    default:
      return [...begin, ANY, ...END];
  }
}

/** Every way in which a password could be written down. */
function spellings(user: string, password: string): string[] {
  const utf8 = Buffer.from(password, "utf8");
  return [
    password,
    JSON.stringify(password).slice(1, -1),
    utf8.toString("base64").replace(/=+$/, "").slice(0, -1),
    utf8.toString("hex"),
    utf8.toString("latin1"),
    encodeURIComponent(password),
    Buffer.from(`\0${user}\0${password}`, "utf8").toString("base64"),
  ];
}

async function eventsOfSignIn(mechanism: Mechanism, user: string, password: string): Promise<string> {
  const server = await startScriptedServer([turnsOf(mechanism, password)]);
  const log = new TranscriptLog();
  const heard: unknown[] = [];
  log.subscribe(() => heard.push(...log.after(log.lastSeq - 1)));
  try {
    const client = await openTo(server.port, { mechanism, user, password, log });
    client.close("done");
  } finally {
    await server.close();
  }
  const events = log.after(0);
  expect(heard).toEqual(events);
  expect(events.some(({ secret }) => secret === true)).toBe(true);
  return JSON.stringify(events);
}

// Long and odd enough not to stand in a transcript by chance.
const password = fc
  .string({
    unit: fc.constantFrom(..."abXY019 !#%&'<>{}~".split(""), '"', "\\", "ä", "ß", "€", "😀"),
    minLength: 6,
  })
  .map((rest) => `p4ss${rest}w0rd`);

describe("a password is nowhere in the transcript", () => {
  test.each<Mechanism>(["USER", "APOP", "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"])(
    "of a sign-in with %s",
    async (mechanism) => {
      await fc.assert(
        fc.asyncProperty(password, async (secret) => {
          const json = await eventsOfSignIn(mechanism, "mrose", secret);
          for (const spelling of spellings("mrose", secret)) expect(json).not.toContain(spelling);
        }),
        { numRuns: mechanism === "SCRAM-SHA-256" ? 10 : 25 },
      );
    },
  );

  test("nor is the digest of APOP, which would do for another sign-in with the same timestamp", async () => {
    const json = await eventsOfSignIn("APOP", "mrose", "tanstaaf");
    expect(json).toContain("APOP mrose ••••••");
    expect(json).not.toContain("c4c9334bac560ecc979e58001b3e22fb");
  });

  test("nor its length", async () => {
    const lines = async (secret: string) =>
      JSON.parse(await eventsOfSignIn("USER", "mrose", secret)).map((event: { line: string }) => event.line);
    const withoutPort = (line: string) => line.replace(/:\d+$/, "");
    const [short, long] = [await lines("p4ss"), await lines("p4ss".repeat(50))];
    expect(short.map(withoutPort)).toEqual(long.map(withoutPort));
  });

  test("the client's lines are masked even where a mechanism's response is none", async () => {
    const json = await eventsOfSignIn("LOGIN", "mrose", "p4ssw0rd");
    expect(json).not.toContain(base64("mrose"));
  });
});

describe("APOP", () => {
  test("sends the digest of RFC 1939 §7", async () => {
    const server = await startScriptedServer([turnsOf("APOP", "tanstaaf")]);
    try {
      const client = await openTo(server.port, { mechanism: "APOP", password: "tanstaaf" });
      client.close("done");
    } finally {
      await server.close();
    }
    expect(server.lines[1]).toBe("APOP mrose c4c9334bac560ecc979e58001b3e22fb");
  });
});
