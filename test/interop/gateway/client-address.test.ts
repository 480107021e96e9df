import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiClient } from "../../support/gateway/api-client.ts";
import { startGateway, type Gateway } from "../../support/gateway/built-gateway.ts";
import { requireDovecot, startDovecot, type Dovecot } from "../../support/programs/dovecot.ts";

const USER = "kim";
const PASSWORD = "correct-horse-battery";

// Dovecot makes an address wait 2 s after its first wrong password, 4 s after its second, up to 15.
describe.skipIf(requireDovecot() === undefined)("Dovecot, slowing down whoever guesses passwords", () => {
  let dovecot: Dovecot;
  let gateway: Gateway;

  beforeAll(async () => {
    dovecot = await startDovecot({
      users: [{ user: USER, password: PASSWORD, messages: 1 }],
      settings: "login_trusted_networks = 127.0.0.0/8\n",
    });
    const server = { host: "127.0.0.1", port: dovecot.port, security: "none" };
    const preset = { id: "office", name: "Office", server, trustsClientAddress: true };
    gateway = await startGateway({ POPGATE_SERVERS: JSON.stringify([preset]), TRUST_PROXY: "127.0.0.1" });
  });
  afterAll(async () => {
    await gateway.stop();
    await dovecot.stop();
  });

  async function signIn(address: string, password: string): Promise<string> {
    const browser = new ApiClient(gateway.url, { "x-forwarded-for": address });
    const { status } = await browser.call("POST", "/mailboxes", { preset: "office", user: USER, password });
    return `${address} ${status}`;
  }

  it("knows the people behind the gateway apart: who typed rightly does not wait for who did not", async () => {
    expect(await signIn("192.0.2.7", "wrong")).toBe("192.0.2.7 401");
    expect(await signIn("192.0.2.7", "wrong again")).toBe("192.0.2.7 401");
    const order: string[] = [];
    const note = (who: string) => void order.push(who);
    await Promise.all([
      signIn("192.0.2.7", "still wrong").then(note),
      signIn("2001:db8::8", PASSWORD).then(note),
    ]);
    expect(order).toEqual(["2001:db8::8 201", "192.0.2.7 401"]);
    expect(dovecot.log()).toMatch(/rip=192\.0\.2\.7/);
    expect(dovecot.log()).toMatch(/rip=2001:db8::8/);
    expect(dovecot.log()).not.toMatch(/user=<kim>.*rip=127\.0\.0\.1/);
  }, 60_000);
});
