import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { issueCertificate } from "../support/certificates.ts";
import { describeConfig } from "@popgate/server/config-listing";
import { ConfigError, loadConfig } from "@popgate/server/config";

const folder = mkdtempSync(join(tmpdir(), "popgate-config-"));
const SECRET = "uFz3v0Qm8nXK1rT7yB5wLd2Hs9Pc4Ja6";

afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(environment: Record<string, string>): ConfigError {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("the configuration has no problem");
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test("with nothing set: the demo on loopback", () => {
  expect(loadConfig({})).toMatchObject({
    host: "127.0.0.1",
    port: 8080,
    basePath: "/",
    demo: true,
    servers: [],
  });
});

test("looks for new mail every five minutes, or as often as the operator says, or never", () => {
  expect(loadConfig({}).checkEveryMs).toBe(300_000);
  expect(loadConfig({ POPGATE_CHECK_EVERY: "60" }).checkEveryMs).toBe(60_000);
  expect(loadConfig({ POPGATE_CHECK_EVERY: "0" }).checkEveryMs).toBe(0);
});

test("tells every problem at once, each with what is expected and an example", () => {
  const error = problemsOf({
    PORT: "80800",
    BASE_PATH: "mail",
    PUBLIC_URL: "mail.example.org",
    TRUST_PROXY: "10.0.0.0/33",
    POPGATE_ALLOW: "pop.example.org",
    POPGATE_ALLOW_PRIVATE: "home",
    POPGATE_DEMO: "maybe",
    POPGATE_DEADLINES: '{"conect": 5}',
    POPGATE_RELEASE_AFTER: "-1",
    POPGATE_CHECK_EVERY: "often",
    POPGATE_MAX_SESSIONS: "many",
    POPGATE_SERVERS: "[{}]",
    POPGATE_REDIS_URL: "redis.example.org:6379",
    POPGATE_SECRET: "short",
    POPGATE_RELAESE_AFTER: "5",
  });
  expect(error.problems.map(({ name }) => name).sort()).toEqual([
    "BASE_PATH",
    "POPGATE_ALLOW",
    "POPGATE_ALLOW_PRIVATE",
    "POPGATE_CHECK_EVERY",
    "POPGATE_DEADLINES",
    "POPGATE_DEMO",
    "POPGATE_MAX_SESSIONS",
    "POPGATE_REDIS_URL",
    "POPGATE_RELAESE_AFTER",
    "POPGATE_RELEASE_AFTER",
    "POPGATE_SECRET",
    "POPGATE_SERVERS",
    "PORT",
    "PUBLIC_URL",
    "TRUST_PROXY",
  ]);
  for (const { name, expected, example } of error.problems) {
    expect(error.message).toContain(`${name}: ${expected}`);
    expect(error.message).toContain(example);
  }
  expect(error.message).toContain("did you mean POPGATE_RELEASE_AFTER?");
});

test("no wait is longer than a timer can be", () => {
  const { problems } = problemsOf({ POPGATE_RELEASE_AFTER: "2147484" });
  expect(problems.map(({ name }) => name)).toEqual(["POPGATE_RELEASE_AFTER"]);
});

test.each([
  "short",
  "changeme-changeme-changeme-changeme",
  "a".repeat(40),
  "0123456789abcdef0123456789abcdef",
])("refuses the secret %j and does not repeat it", (secret) => {
  expect(problemsOf({ POPGATE_SECRET: secret }).message).not.toContain(secret);
});

test("shows everything that counts, and of the secret only that it is there", () => {
  const lines = describeConfig(
    loadConfig({ POPGATE_SECRET: SECRET, POPGATE_ALLOW: "*.example.org:995,any" }),
  ).join("\n");
  expect(lines).not.toContain(SECRET);
  expect(lines).toContain("secret: given");
  expect(lines).toContain("*.example.org:995, any public one");
});

test.each(["rediss://:correct-horse@redis.example.org:6380/1", "redis://redis.example.org"])(
  "takes %j as a Redis, and shows its host only",
  (url) => {
    const config = loadConfig({ POPGATE_REDIS_URL: url });
    expect(config.redisUrl).toBe(url);
    const lines = describeConfig(config).join("\n");
    expect(lines).toContain("store: Redis at redis.example.org");
    expect(lines).not.toContain("horse");
  },
);

test.each([
  "http://:correct-horse@redis.example.org",
  "redis://:correct-horse@redis.example.org/one",
  "horse",
])("refuses %j as a Redis and does not repeat it", (url) => {
  expect(problemsOf({ POPGATE_REDIS_URL: url }).message).not.toContain("horse");
});

test("reads any variable from a file, without the line's end", () => {
  const config = loadConfig({
    POPGATE_SECRET_FILE: file("secret", `${SECRET}\n`),
    PORT_FILE: file("port", "81\n"),
  });
  expect(config).toMatchObject({ secret: SECRET, port: 81 });
});

test("refuses a variable that is given twice, or whose file is not there", () => {
  const error = problemsOf({ PORT: "80", PORT_FILE: file("port", "81"), HOST_FILE: join(folder, "none") });
  expect(error.problems.map(({ name }) => name).sort()).toEqual(["HOST", "PORT"]);
});

test("takes presets as JSON or as a file, and leaves the demo off then", () => {
  const server = { host: "pop.example.org", port: 995, security: "tls" };
  const json = JSON.stringify([{ id: "example", name: "Example", server, domains: ["example.org"] }]);
  for (const text of [json, file("servers.json", json)]) {
    const config = loadConfig({ POPGATE_SERVERS: text });
    expect(config.servers).toEqual([{ id: "example", name: "Example", server, domains: ["example.org"] }]);
    expect(config.demo).toBe(false);
  }
});

test.each([
  [
    "a key that is none",
    { id: "a", name: "A", server: { host: "h", port: 1, security: "tls" }, domain: "x" },
  ],
  ["no security", { id: "a", name: "A", server: { host: "h", port: 1 } }],
  [
    "an authority that is no file",
    { id: "a", name: "A", server: { host: "h", port: 1, security: "tls" }, caFile: "/none" },
  ],
])("refuses a preset with %s", (_, preset) => {
  expect(problemsOf({ POPGATE_SERVERS: JSON.stringify([preset]) }).problems).toHaveLength(1);
});

const TLS_PRESET = {
  id: "a",
  name: "A",
  server: { host: "pop.example.org", port: 995, security: "tls" },
};
const PAIRS = Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, "0"));

const presetOf = (more: object) =>
  loadConfig({ POPGATE_SERVERS: JSON.stringify([{ ...TLS_PRESET, ...more }]) }).servers[0];
const presetProblem = (more: object) =>
  problemsOf({ POPGATE_SERVERS: JSON.stringify([{ ...TLS_PRESET, ...more }]) }).message;

test("takes a fingerprint with colons, plain, or several of them", () => {
  const octets = Buffer.from(PAIRS.join(""), "hex");
  expect(presetOf({ fingerprint: PAIRS.join(":").toUpperCase() })?.fingerprints).toEqual([octets]);
  expect(presetOf({ fingerprint: [PAIRS.join(""), "0".repeat(64)] })?.fingerprints).toEqual([
    octets,
    Buffer.alloc(32),
  ]);
});

test.each([
  ["of SHA-1", "00:".repeat(19) + "00"],
  ["with a colon too few", PAIRS.join(":").replace(":", "")],
  ["that is a word", "abc"],
  ["that is none", []],
])("refuses a fingerprint %s, and says how to make one", (_, fingerprint) => {
  expect(presetProblem({ fingerprint })).toMatch(/fingerprint(?:.*openssl x509|: )/);
});

test("refuses what means nothing without TLS", () => {
  const server = { ...TLS_PRESET.server, security: "none" };
  expect(presetProblem({ server, fingerprint: "0".repeat(64) })).toContain("mean nothing");
});

describe("a preset's client certificate", () => {
  const own = issueCertificate();
  const cert = file("client.pem", own.cert);
  const key = file("client.key", own.key);

  test("is read at the start, and signs nobody in unless that is asked for", () => {
    expect(presetOf({ clientCertFile: cert, clientKeyFile: key })?.client).toEqual({
      certPem: own.cert,
      keyPem: own.key,
      signsIn: false,
    });
  });

  test.each<[string, object, string]>([
    ["no key", { clientCertFile: cert }, "belong together"],
    ["no certificate", { clientKeyFile: key }, "belong together"],
    ["a certificate that is not there", { clientCertFile: "/none", clientKeyFile: key }, "there is no /none"],
    ["a folder for a key", { clientCertFile: cert, clientKeyFile: folder }, "cannot be read"],
    ["a certificate for a key", { clientCertFile: cert, clientKeyFile: cert }, "holds no private key"],
    [
      "another one's key",
      { clientCertFile: cert, clientKeyFile: file("other.key", issueCertificate().key) },
      "is not the key",
    ],
    ["a sign-in without one", { clientCertSignsIn: true }, "needs a clientCertFile"],
  ])("is refused with %s", (_, more, words) => {
    expect(presetProblem(more)).toContain(words);
    expect(presetProblem(more)).not.toContain("PRIVATE KEY");
  });

  test("is refused with a key that is locked", () => {
    const locked = generateKeyPairSync("ec", {
      namedCurve: "prime256v1",
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" },
    }).privateKey;
    const words = presetProblem({ clientCertFile: cert, clientKeyFile: file("locked.key", locked) });
    expect(words).toContain("passphrase");
  });
});

test("gives the base path its slash and demands the same path of PUBLIC_URL", () => {
  expect(loadConfig({ BASE_PATH: "/mail", PUBLIC_URL: "https://a.example/mail" }).basePath).toBe("/mail/");
  expect(problemsOf({ BASE_PATH: "/mail", PUBLIC_URL: "https://a.example/" }).message).toContain(
    "not BASE_PATH",
  );
});

test("reads some deadlines and keeps the others", () => {
  const { deadlines } = loadConfig({ POPGATE_DEADLINES: '{"reply": 1.5}' });
  expect(deadlines).toMatchObject({ replyMs: 1_500, connectMs: 15_000 });
});

test.each(["0.0.0.0/0", "::/0", "10.0.0.0/8,0.0.0.0/1", "2001::/8"])(
  "does not believe everybody's forwarded headers: TRUST_PROXY=%s",
  (networks) => {
    const [problem] = problemsOf({ TRUST_PROXY: networks }).problems;
    expect(problem?.name).toBe("TRUST_PROXY");
    expect(problem?.expected).toContain("would let strangers choose the address");
  },
);

test("believes private networks, whole providers' networks and single addresses", () => {
  const networks = "10.0.0.0/8, fd00::/16, 127.0.0.1, 2400:cb00::/32";
  expect(loadConfig({ TRUST_PROXY: networks }).trustProxy).toHaveLength(4);
});

test.each([
  "abababababababababababababababababab",
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "Zq7-Zq7-Zq7-Zq7-Zq7-Zq7-Zq7-Zq7-Zq7-Zq7-Z",
  "kL9mN2pQ4rS6kL9mN2pQ4rS6kL9mN2pQ4rS6",
  "01100101011011100110010001101111001",
])("refuses a secret that is one piece over and over, or a few characters: %s", (secret) => {
  expect(problemsOf({ POPGATE_SECRET: secret }).problems.map(({ name }) => name)).toEqual(["POPGATE_SECRET"]);
});

test("takes what a random generator prints, in hexadecimal or base64", () => {
  for (let nth = 0; nth < 200; nth += 1) {
    for (const encoding of ["hex", "base64"] as const) {
      const secret = createHash("sha256").update(String(nth)).digest(encoding);
      expect(loadConfig({ POPGATE_SECRET: secret }).secret).toBe(secret);
    }
  }
});
