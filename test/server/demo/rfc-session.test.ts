import { startDemo } from "@popgate/server/demo/demo-server";
import { messageOf } from "@popgate/server/demo/maildrop/message-source";
import { expect, test } from "vitest";
import { RawClient } from "./raw-client.ts";

function messageOfOctets(octets: number): Buffer {
  const header = "Subject: x\r\n\r\n";
  return Buffer.from(`${header}${"a".repeat(octets - header.length - 2)}\r\n`);
}

test("answers the session of RFC 1939 §10, its APOP digest included", async () => {
  const demo = await startDemo({
    hostName: "dbc.mtview.ca.us",
    clock: () => 697_170_952_000,
    newId: () => "1896",
    messages: [
      { uid: "a", source: messageOf(messageOfOctets(120)) },
      { uid: "b", source: messageOf(messageOfOctets(200)) },
    ],
  });
  const client = await RawClient.connect(demo.pop3Port);
  expect(await client.line()).toBe("+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>");
  expect(await client.command("APOP mrose c4c9334bac560ecc979e58001b3e22fb")).toBe(
    "+OK mrose's maildrop has 2 messages (320 octets)",
  );
  expect(await client.command("STAT")).toBe("+OK 2 320");
  expect(await client.command("LIST")).toBe("+OK 2 messages (320 octets)");
  expect((await client.stuffed()).toString()).toBe("1 120\r\n2 200\r\n");
  expect(await client.command("RETR 1")).toBe("+OK 120 octets");
  expect(await client.stuffed()).toEqual(messageOfOctets(120));
  expect(await client.command("DELE 1")).toBe("+OK message 1 deleted");
  expect(await client.command("RETR 2")).toBe("+OK 200 octets");
  expect(await client.stuffed()).toEqual(messageOfOctets(200));
  expect(await client.command("DELE 2")).toBe("+OK message 2 deleted");
  expect(await client.command("QUIT")).toBe("+OK POP3 server signing off (maildrop empty)");
  expect(await client.rest()).toBe("");
  expect(demo.control.peek("mrose")).toEqual([]);
  await demo.close();
});
