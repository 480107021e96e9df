import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTo } from "../../pop3/opened-client.ts";
import { errorOf } from "../../pop3/connected-engine.ts";
import { RawClient } from "../raw-client.ts";

const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");
const REFUSED = "-ERR [AUTH] wrong user name or password";

let demo: DemoServer;
beforeAll(async () => {
  demo = await startDemo({ failedLoginDelayMs: 0, bindsChannels: true });
});
afterAll(() => demo.close());

const inTls = () => ({ security: "tls", tls: { ca: demo.caPem } }) as const;

async function connected(): Promise<RawClient> {
  const client = await RawClient.connect(demo.pop3sPort, { ca: demo.caPem });
  await client.line();
  return client;
}

describe("SCRAM on TLS 1.3", () => {
  test.each(["SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1"] as const)(
    "signs in by %s: with the binding, and without where the client has none",
    async (mechanism) => {
      const client = await openTo(demo.pop3sPort, { ...inTls(), mechanism });
      expect(client.session.mechanism).toBe(mechanism);
      client.close("the next one needs the lock");
    },
  );

  test("binds after STLS too", async () => {
    const mechanism = "SCRAM-SHA-256-PLUS";
    const client = await openTo(demo.pop3Port, { ...inTls(), security: "starttls", mechanism });
    expect(client.session.mechanism).toBe(mechanism);
  });

  test("refuses a client that could bind and was not shown how: somebody took -PLUS out on the way", async () => {
    const client = await connected();
    expect(await client.command(`AUTH SCRAM-SHA-256 ${base64("y,,n=mrose,r=x")}`)).toBe(REFUSED);
    client.destroy();
  });

  test("a hidden -PLUS ends our own sign-in: the password goes out by no other way", async () => {
    demo.control.setFaults({ kind: "capabilities", lines: ["SASL SCRAM-SHA-256 PLAIN", "USER"] });
    const error = await errorOf(openTo(demo.pop3sPort, inTls()));
    demo.control.setFaults();
    expect(error).toMatchObject({ kind: "auth", responseCode: "AUTH" });
  });

  test.each([
    ["SCRAM-SHA-256-PLUS", "n,,n=mrose,r=x"],
    ["SCRAM-SHA-256-PLUS", "p=tls-unique,,n=mrose,r=x"],
    ["SCRAM-SHA-256", "p=tls-exporter,,n=mrose,r=x"],
  ])("%s does not take %s", async (mechanism, first) => {
    const client = await connected();
    const reply = await client.command(`AUTH ${mechanism} ${base64(first)}`);
    expect(reply).toBe("-ERR that is no response of this mechanism");
    client.destroy();
  });
});

describe("SCRAM without TLS", () => {
  test("has nothing to bind to, and takes a client that says so", async () => {
    const client = await RawClient.connect(demo.pop3Port);
    await client.line();
    expect(await client.command("AUTH SCRAM-SHA-256-PLUS")).toBe("-ERR unknown mechanism");
    expect(await client.command(`AUTH SCRAM-SHA-256 ${base64("y,,n=mrose,r=x")}`)).toMatch(/^\+ /);
    client.destroy();
  });
});
