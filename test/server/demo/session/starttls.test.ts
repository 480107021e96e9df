import { X509Certificate } from "node:crypto";
import { connect } from "node:tls";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nextEvent } from "../demo-event.ts";
import { RawClient } from "../raw-client.ts";

let demo: DemoServer;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

async function greeted(): Promise<RawClient> {
  const client = await RawClient.connect(demo.pop3Port);
  await client.line();
  return client;
}

test("drops every octet that came with STLS", async () => {
  const verbs: string[] = [];
  const stop = demo.control.subscribe((event) => {
    if (event.kind === "command") verbs.push(event.verb);
  });
  const client = await greeted();
  await client.startTls(demo.caPem, "USER mrose\r\nPASS tanstaaf\r\nDELE 1\r\nNOO");
  expect(await client.command("NOOP")).toBe("-ERR NOOP is not valid in the AUTHORIZATION state");
  expect(await client.command("PASS tanstaaf")).toBe("-ERR send USER first");
  expect(verbs).toEqual(["STLS", "NOOP", "PASS"]);
  stop();
  client.destroy();
});

test("forgets a USER that was given in the clear", async () => {
  const client = await greeted();
  await client.command("USER mrose");
  await client.startTls(demo.caPem);
  expect(await client.command("PASS tanstaaf")).toBe("-ERR send USER first");
  client.destroy();
});

test("signs in and retrieves inside STLS, and cannot begin TLS twice", async () => {
  const client = await greeted();
  await client.startTls(demo.caPem);
  expect(await client.command("STLS")).toBe("-ERR TLS is active");
  await client.command("USER mrose");
  expect(await client.command("PASS tanstaaf")).toMatch(/^\+OK/);
  expect((await client.message("RETR 4")).length).toBe(demo.control.peek("mrose")[3]?.octets);
  expect(await client.command("QUIT")).toMatch(/^\+OK/);
  expect(await client.rest()).toBe("");
});

test("refuses STLS after UTF8", async () => {
  const client = await greeted();
  await client.command("UTF8");
  expect(await client.command("STLS")).toBe("-ERR STLS must come before UTF8");
  client.destroy();
});

test("a handshake that is none ends its own connection only", async () => {
  const closed = nextEvent(demo, "closed");
  const client = await greeted();
  expect(await client.command("STLS")).toMatch(/^\+OK/);
  client.send("CAPA\r\nCAPA\r\nCAPA\r\n");
  await closed;
  const other = await greeted();
  expect(await other.command("CAPA")).toMatch(/^\+OK/);
  other.destroy();
});

test("stops at once, though a client never began its handshake", async () => {
  const brief = await startDemo();
  const silent = await RawClient.connect(brief.pop3sPort);
  const waiting = await RawClient.connect(brief.pop3Port);
  await waiting.line();
  await waiting.command("STLS");
  await brief.close();
  expect([await silent.rest(), await waiting.rest()]).toEqual(["", ""]);
});

test("speaks TLS from the first octet on the other port", async () => {
  const client = await RawClient.connect(demo.pop3sPort, { ca: demo.caPem });
  expect(await client.line()).toMatch(/^\+OK POP3 server ready <[^@<>]+@[^@<>]+>$/);
  client.destroy();
});

test("a client that trusts only the public authorities refuses the certificate", async () => {
  const socket = connect({ host: "127.0.0.1", port: demo.pop3sPort });
  const code = await new Promise((resolve) =>
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code)),
  );
  expect(code).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
});

test("the certificate names localhost and the loopback addresses, and is signed by the authority", async () => {
  const socket = connect({ host: "127.0.0.1", port: demo.pop3sPort, ca: demo.caPem });
  await new Promise((resolve) => socket.once("secureConnect", resolve));
  const certificate = new X509Certificate(socket.getPeerCertificate().raw);
  const authority = new X509Certificate(demo.caPem);
  socket.destroy();
  expect(certificate.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
  expect(certificate.checkIssued(authority)).toBe(true);
  expect(certificate.verify(authority.publicKey)).toBe(true);
  expect([certificate.ca, authority.ca]).toEqual([false, true]);
  expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
});
