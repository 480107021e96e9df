import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ServerAddress } from "@popgate/shared/api/mailbox";
import type { ApiError } from "@popgate/shared/api/errors";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  issueCertificate,
  selfSignedCertificate,
  type TestCertificate,
} from "../../../support/certificates.ts";
import {
  CANARY,
  errorOf,
  startAppBench,
  startShared,
  USER,
  type AppBench,
} from "../../../support/gateway/app-bench.ts";
import type { ScriptedServerOptions, Turn } from "../../../support/line/scripted-server.ts";
import { capabilityReply, greeted, serve } from "../../pop3/opened-client.ts";

// Each cause has a code of its own, and one line in the log that an operator can explain an outage by.

const DAY_MS = 86_400_000;
const days = (count: number) => new Date(Date.now() + count * DAY_MS);
const GREETING: Turn[] = [{ send: "+OK\r\n" }];

interface Site {
  readonly turns: readonly (readonly Turn[])[];
  readonly tls?: ScriptedServerOptions["tls"];
  readonly security?: ServerAddress["security"];
  /** The authority that the preset names. */
  readonly ca?: string;
  readonly host?: string;
}

interface LogLine {
  readonly level: string;
  readonly msg: string;
}

/** A gateway with one preset, `mine`, for a scripted server. */
async function gatewayFor({
  turns,
  tls,
  security = "none",
  ca,
  host = "127.0.0.1",
}: Site): Promise<AppBench> {
  const server = await serve(turns, tls === undefined ? {} : { tls });
  const shared = await startShared(1);
  onTestFinished(() => shared.close());
  const caFile = join(shared.folder, "ca.pem");
  if (ca !== undefined) writeFileSync(caFile, ca);
  const preset = {
    id: "mine",
    name: "Mine",
    server: { host, port: server.port, security },
    ...(ca === undefined ? {} : { caFile }),
  };
  const bench = await startAppBench({
    shared,
    environment: { POPGATE_SERVERS: JSON.stringify([preset]), POPGATE_LOG: "warn" },
  });
  onTestFinished(() => bench.close());
  return bench;
}

async function refusalAt(site: Site, login: { user?: string; password?: string } = {}) {
  const bench = await gatewayFor(site);
  const body = { preset: "mine", user: USER, password: CANARY, ...login };
  const response = await bench.browser().call("POST", "/mailboxes", body);
  expect(response.ok).toBe(false);
  const error: ApiError = await errorOf(response);
  return { error, lines: linesOf(bench), log: bench.log() };
}

function linesOf(bench: AppBench): LogLine[] {
  const lines = bench
    .log()
    .split("\n")
    .filter((line) => line !== "");
  // What pino writes; only these two fields are read without being compared.
  return lines.map((line) => JSON.parse(line) as LogLine);
}

const overTls = (certificate: TestCertificate, more: ScriptedServerOptions["tls"] = {}): Site => ({
  turns: [GREETING],
  security: "tls",
  tls: { ...certificate, ...more, implicit: true },
  ca: certificate.ca,
});
const other = issueCertificate({
  names: [
    { type: "dns", value: "pop.example.test" },
    { type: "dns", value: "mail.example.test" },
  ],
});
const good = issueCertificate();

describe("a sign-in that TLS ends", () => {
  test.each<[string, Site]>([
    ["certificate-expired", overTls(issueCertificate({ notBefore: days(-9), notAfter: days(-1) }))],
    ["certificate-not-yet-valid", overTls(issueCertificate({ notBefore: days(1), notAfter: days(9) }))],
    ["certificate-other-name", overTls(other)],
    ["certificate-self-signed", { ...overTls(selfSignedCertificate()), ca: good.ca }],
    ["certificate-incomplete", overTls(issueCertificate({ hasIntermediate: true }))],
    [
      "certificate-weak",
      overTls(issueCertificate({ rsaBits: 768 }), { maxVersion: "TLSv1.2", ciphers: "ALL@SECLEVEL=0" }),
    ],
    ["tls-too-old", overTls(good, { minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "ALL@SECLEVEL=0" })],
    [
      "client-certificate-wanted",
      overTls(good, { requestCert: true, rejectUnauthorized: true, ca: good.ca }),
    ],
    [
      "client-certificate-wanted",
      overTls(good, { requestCert: true, rejectUnauthorized: true, ca: good.ca, maxVersion: "TLSv1.2" }),
    ],
    ["no-tls", { turns: [GREETING], security: "tls" }],
    ["closed-early", { turns: [[{ cut: "fin" }]], security: "tls" }],
    [
      "injection",
      {
        ...overTls(good),
        turns: [[...greeted(["STLS"]), { expect: "STLS", send: "+OK\r\n+OK injected\r\n", startTls: true }]],
        security: "starttls",
        tls: good,
      },
    ],
  ])("is told as %s, and so in the log, with nothing of whom it was for", async (code, site) => {
    const { error, lines, log } = await refusalAt(site);
    expect(error).toMatchObject({ code, stage: "tls" });
    expect(lines).toEqual([expect.objectContaining({ level: "warn", code, stage: "tls", preset: "mine" })]);
    for (const secret of [USER, CANARY, "127.0.0.1:", "example.test"]) expect(log).not.toContain(secret);
  });

  test("says which names the certificate is for", async () => {
    const { error } = await refusalAt(overTls(other));
    expect(error.certificateNames).toEqual(["pop.example.test", "mail.example.test"]);
  });
});

const passAnswered = (line: string, capabilities = ["USER"]): Turn[] => [
  ...greeted(capabilities),
  { expect: `USER ${USER}`, send: "+OK\r\n" },
  { expect: `PASS ${CANARY}`, send: line },
];

describe("a sign-in that the server ends", () => {
  test.each<[string, string, string | undefined, Turn[]]>([
    [
      "greeting-refused",
      "greeting",
      "too many connections",
      [{ send: "-ERR too many connections\r\n", cut: "fin" }],
    ],
    [
      "server-temporary",
      "greeting",
      "[SYS/TEMP] too many connections",
      [{ send: "-ERR [SYS/TEMP] too many connections\r\n" }],
    ],
    ["protocol", "greeting", undefined, [{ send: "220 ESMTP\r\n" }]],
    ["closed-early", "greeting", undefined, [{ cut: "fin" }]],
    ["wrong-login", "login", "no", passAnswered("-ERR no\r\n")],
    [
      "server-permanent",
      "login",
      "[SYS/PERM] not enabled for POP",
      passAnswered("-ERR [SYS/PERM] not enabled for POP\r\n"),
    ],
    ["in-use", "login", "[IN-USE] locked", passAnswered("-ERR [IN-USE] locked\r\n")],
    ["login-delay", "login", "[LOGIN-DELAY] wait", passAnswered("-ERR [LOGIN-DELAY] wait\r\n")],
    [
      "closed-at-sign-in",
      "login",
      undefined,
      [...passAnswered("+OK").slice(0, 3), { expect: `PASS ${CANARY}`, cut: "fin" }],
    ],
    ["out-of-step", "login", undefined, passAnswered("* BYE\r\n")],
    [
      "token-needed",
      "login",
      undefined,
      [{ send: "+OK\r\n" }, { expect: "CAPA", send: capabilityReply(["SASL XOAUTH2"]) }],
    ],
  ])("is told as %s at %s, and so in the log", async (code, stage, serverText, turns) => {
    const { error, lines, log } = await refusalAt({ turns: [turns] });
    expect(error).toMatchObject({ code, stage });
    expect(error.serverText).toBe(serverText);
    expect(lines).toEqual([expect.objectContaining({ level: "warn", code, stage, preset: "mine" })]);
    for (const secret of [USER, CANARY, "too many", "locked", "not enabled"])
      expect(log).not.toContain(secret);
  });

  test.each([
    ["a password over the length of a command", { password: "x".repeat(400) }],
    ["a user over the length of a command", { user: "x".repeat(300) }],
  ])("%s is told as that, before a word of it is sent", async (_, login) => {
    const { error, lines } = await refusalAt({ turns: [greeted(["USER", "TOP"])] }, login);
    expect(error).toMatchObject({ code: "login-too-long", stage: "login" });
    expect(lines).toMatchObject([{ code: "login-too-long", preset: "mine" }]);
  });
});

describe("a mailbox that is signed in", () => {
  const MAILDROP: Turn[] = [
    { expect: "CAPA", send: capabilityReply(["USER", "UIDL"]) },
    { expect: "STAT", send: "+OK 1 30\r\n" },
    { expect: "LIST", send: "+OK\r\n1 30\r\n.\r\n" },
    { expect: "UIDL", send: "+OK\r\n1 a\r\n.\r\n" },
    { expect: "TOP 1 0", send: "+OK\r\nSubject: a\r\n\r\n.\r\n" },
  ];
  const signedIn: Turn[] = [...passAnswered("+OK\r\n", ["USER", "UIDL"]), ...MAILDROP];

  test("tells a message that is refused in the server's words, keeps its row, and logs it once", async () => {
    const bench = await gatewayFor({
      turns: [[...signedIn, { expect: "RETR 1", send: "-ERR download exceed\r\n" }]],
    });
    const browser = bench.browser();
    const { id } = await browser.signIn({ preset: "mine" });
    const refused = await errorOf(await browser.call("GET", `/mailboxes/${id}/messages/a`));
    expect(refused).toMatchObject({ code: "message-refused", serverText: "download exceed" });
    expect(await browser.get(`/mailboxes/${id}/messages`)).toMatchObject({ total: 1 });
    expect(linesOf(bench)).toEqual([
      expect.objectContaining({
        level: "warn",
        code: "message-refused",
        stage: "transaction",
        preset: "mine",
      }),
    ]);
  });

  test("tells a connection that ends in the middle as that, with the server's last words, and logs it once", async () => {
    const bench = await gatewayFor({
      turns: [[...signedIn, { expect: "RETR 1", send: "+OK\r\nSubject: a\r\n", cut: "fin" }]],
    });
    const browser = bench.browser();
    const { id } = await browser.signIn({ preset: "mine" });
    const cut = await errorOf(await browser.call("GET", `/mailboxes/${id}/messages/a`));
    expect(cut.code).toBe("closed");
    expect(linesOf(bench)).toEqual([
      expect.objectContaining({ level: "warn", code: "closed", stage: "transaction", preset: "mine" }),
    ]);
  });
});
