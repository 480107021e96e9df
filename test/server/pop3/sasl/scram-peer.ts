import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import type { Turn } from "../../../support/line/scripted-server.ts";

const ITERATIONS = 4_096;
const SALT = Buffer.from("a fixed salt 16o");

/** The server's side of SCRAM as turns; `signature` lets a test bend the proof, `channel` is what c= held. */
export function scramTurns(
  password: string,
  signature: (right: Buffer) => Buffer = (right) => right,
  hash: "sha256" | "sha1" = "sha256",
): { readonly challenge: Turn; readonly proof: Turn; readonly channel: () => Buffer } {
  let clientFirstBare = "";
  let serverFirst = "";
  let channel: Buffer = Buffer.alloc(0);
  const challenge: Turn = {
    expect: /^[A-Za-z0-9+/]+=*$/,
    send: (line) => {
      clientFirstBare = Buffer.from(line, "base64")
        .toString("utf8")
        .replace(/^(?:[ny]|p=[^,]*),,/, "");
      const nonce = /r=(.*)$/.exec(clientFirstBare)?.[1] ?? "";
      serverFirst = `r=${nonce}theServers,s=${SALT.toString("base64")},i=${ITERATIONS}`;
      return `+ ${Buffer.from(serverFirst).toString("base64")}\r\n`;
    },
  };
  const proof: Turn = {
    expect: /^[A-Za-z0-9+/]+=*$/,
    send: (line) => {
      const clientFinal = Buffer.from(line, "base64").toString("utf8");
      const [withoutProof = "", clientProof = ""] = clientFinal.split(",p=");
      channel = Buffer.from(/^c=([^,]*)/.exec(withoutProof)?.[1] ?? "", "base64");
      const message = `${clientFirstBare},${serverFirst},${withoutProof}`;
      const salted = pbkdf2Sync(password, SALT, ITERATIONS, hash === "sha256" ? 32 : 20, hash);
      const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
      const clientKey = hmac(salted, "Client Key");
      const mask = hmac(createHash(hash).update(clientKey).digest(), message);
      const expected = Buffer.from(clientKey.map((octet, index) => octet ^ (mask[index] ?? 0)));
      if (expected.toString("base64") !== clientProof) return "-ERR [AUTH] wrong proof\r\n";
      const verifier = signature(hmac(hmac(salted, "Server Key"), message));
      return `+ ${Buffer.from(`v=${verifier.toString("base64")}`).toString("base64")}\r\n`;
    },
  };
  return { challenge, proof, channel: () => channel };
}
