import { SaslError, ServerProofError, type SaslExchange } from "@popgate/server/pop3/sasl/mechanism";
import { scram } from "@popgate/server/pop3/sasl/scram";
import { describe, expect, test } from "vitest";

const credentials = { user: "user", secret: () => "pencil" };

const SHA1 = {
  nonce: "fyko+d2lbbFgONRv9qkxdawL",
  clientFirst: "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
  serverFirst: "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
  clientFinal: "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
  serverFinal: "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
};

const SHA256 = {
  nonce: "rOprNGfwEbeRWgbNEkqO",
  clientFirst: "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
  serverFirst: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
  clientFinal:
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
  serverFinal: "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
};

const sha1 = () => scram("sha1", undefined, () => SHA1.nonce).begin(credentials);
const sha256 = () => scram("sha256", undefined, () => SHA256.nonce).begin(credentials);
const say = (exchange: SaslExchange, challenge: string) => exchange.respond(Buffer.from(challenge));

describe.each([
  ["SCRAM-SHA-1 of RFC 5802 §5", sha1, SHA1],
  ["SCRAM-SHA-256 of RFC 7677 §3", sha256, SHA256],
])("%s", (_name, begin, vector) => {
  test("says what the RFC says, message by message", async () => {
    const exchange = begin();
    expect(exchange.initial?.().toString()).toBe(vector.clientFirst);
    expect(exchange.hasAnswered()).toBe(false);
    expect((await say(exchange, vector.serverFirst)).toString()).toBe(vector.clientFinal);
    expect([exchange.hasAnswered(), exchange.isServerProved?.()]).toEqual([true, false]);
    expect((await say(exchange, vector.serverFinal)).toString()).toBe("");
    expect(exchange.isServerProved?.()).toBe(true);
  });

  test.each([
    ["another signature", `v=${Buffer.alloc(20, 1).toString("base64")}`],
    ["the signature cut short", vector.serverFinal.slice(0, 10)],
    ["the signature with something behind it", `${vector.serverFinal.slice(0, -4)}AAAA`],
    ["an empty signature", "v="],
    ["an error", "e=other-error"],
    ["nothing", ""],
    ["its first message again", vector.serverFirst],
  ])("distrusts a server that sends %s as its proof", async (_what, challenge) => {
    const exchange = begin();
    exchange.initial?.();
    await say(exchange, vector.serverFirst);
    expect(() => say(exchange, challenge)).toThrow(ServerProofError);
    expect(exchange.isServerProved?.()).toBe(false);
  });

  test.each([
    ["another nonce", vector.serverFirst.replace(`r=${vector.nonce}`, "r=somethingelse")],
    ["our nonce and nothing of its own", vector.serverFirst.replace(/r=[^,]+/, `r=${vector.nonce}`)],
    ["an empty nonce", vector.serverFirst.replace(/r=[^,]+/, "r=")],
    ["no salt", vector.serverFirst.replace(/s=[^,]+/, "s=")],
    ["no iterations", vector.serverFirst.replace(/,i=.*/, "")],
    ["1 iteration", vector.serverFirst.replace("i=4096", "i=1")],
    ["4,095 iterations", vector.serverFirst.replace("i=4096", "i=4095")],
    ["a billion iterations, to keep us busy", vector.serverFirst.replace("i=4096", "i=999999999")],
    ["a count with a sign", vector.serverFirst.replace("i=4096", "i=-4096")],
    ["an extension that must be understood", `m=ext,${vector.serverFirst}`],
    ["nothing", ""],
  ])("refuses a first message with %s", (_what, challenge) => {
    const exchange = begin();
    exchange.initial?.();
    expect(() => say(exchange, challenge)).toThrow(SaslError);
  });
});

test("SCRAM holds nobody else up while it derives keys, however many iterations the server asks for", async () => {
  const order: string[] = [];
  const others = new Promise<void>((resolve) => setImmediate(() => resolve(void order.push("others"))));
  await say(sha1(), SHA1.serverFirst.replace("i=4096", "i=500000"));
  order.push("keys");
  await others;
  expect(order).toEqual(["others", "keys"]);
});

describe("SCRAM's client-first message", () => {
  test("escapes what the syntax needs for itself", () => {
    const exchange = scram("sha1", undefined, () => "n").begin({ user: "a=b,c", secret: () => "x" });
    expect(exchange.initial?.().toString()).toBe("n,,n=a=3Db=2Cc,r=n");
  });

  test("has a fresh nonce every time, without a comma", () => {
    const mechanism = scram("sha256");
    const nonces = Array.from(
      { length: 50 },
      () => mechanism.begin(credentials).initial?.().toString() ?? "",
    );
    expect(new Set(nonces).size).toBe(50);
    for (const message of nonces) expect(message).toMatch(/^n,,n=user,r=[\x21-\x2b\x2d-\x7e]{24}$/);
  });

  test("does not open the password before the server has spoken", () => {
    const exchange = scram("sha1").begin({
      user: "u",
      secret: () => {
        throw new Error("opened");
      },
    });
    expect(() => exchange.initial?.()).not.toThrow();
  });
});
