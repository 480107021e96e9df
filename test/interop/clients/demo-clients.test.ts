import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { requireProgram } from "../../support/programs/require-program.ts";

const curl = requireProgram("curl");
const openssl = requireProgram("openssl");
const python = requireProgram("python3");

let demo: DemoServer;
let folder: string;
let ca: string;
beforeAll(async () => {
  demo = await startDemo();
  folder = mkdtempSync(join(tmpdir(), "demo-clients-"));
  ca = join(folder, "ca.pem");
  writeFileSync(ca, demo.caPem);
});
afterAll(async () => {
  await demo.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => demo.control.reset("mrose"));

const uid = (number: number) => demo.control.peek("mrose")[number - 1]?.uid ?? "";
const message = (number: number) => demo.control.read("mrose", uid(number));

/** Runs a client to its end; rejects with what it printed if it fails. */
function run(program: string, args: readonly string[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { encoding: "buffer", maxBuffer: 16_000_000, timeout: 10_000 } as const;
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${error.message}\n${stderr.toString()}`, { cause: error }));
    });
  });
}

describe.runIf(curl !== undefined)("curl", () => {
  const fetch = (number: number, scheme: string, port: number, ...options: string[]) =>
    run(curl ?? "", [
      "--silent",
      "--show-error",
      "--cacert",
      ca,
      ...options,
      "--user",
      "mrose:tanstaaf",
      `${scheme}://localhost:${port}/${number}`,
    ]);
  // Debian's curl is built without SCRAM.
  const logins = ["+APOP", "CRAM-MD5", "PLAIN", "LOGIN"];

  test.each(logins)("retrieves a message with dots over a required STLS (AUTH=%s)", async (login) => {
    expect(await fetch(2, "pop3", demo.pop3Port, "--ssl-reqd", "--login-options", `AUTH=${login}`)).toEqual(
      message(2),
    );
  });

  test("retrieves the 5 MB over implicit TLS", async () => {
    const number = demo.control.peek("mrose").find((candidate) => candidate.octets > 5_000_000)?.number ?? 0;
    expect((await fetch(number, "pop3s", demo.pop3sPort)).equals(message(number) ?? Buffer.alloc(0))).toBe(
      true,
    );
  });

  test("refuses the server when the authority is not given", async () => {
    await expect(
      run(curl ?? "", ["--silent", "--show-error", `pop3s://localhost:${demo.pop3sPort}/`]),
    ).rejects.toThrow(/certificate/);
  });
});

describe.runIf(openssl !== undefined)("openssl s_client", () => {
  const dialogue = (args: readonly string[], lines: string): Promise<string> =>
    new Promise((resolve) => {
      const trust = ["-CAfile", ca, "-verify_return_error", "-verify_hostname", "localhost"];
      const client = spawn(openssl ?? "", ["s_client", "-quiet", ...trust, ...args]);
      let text = "";
      client.stdout.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
      client.once("close", () => resolve(text));
      client.stdin.write(lines);
    });
  const LINES = "USER mrose\r\nPASS tanstaaf\r\nDELE 1\r\nSTAT\r\nQUIT\r\n";

  test("deletes a message inside implicit TLS", async () => {
    const text = await dialogue(["-connect", `127.0.0.1:${demo.pop3sPort}`], LINES);
    expect(text).toContain("+OK POP3 server signing off (42 messages left)");
    expect(demo.control.peek("mrose")).toHaveLength(42);
  });

  test("deletes a message inside STLS", async () => {
    const text = await dialogue(["-starttls", "pop3", "-connect", `127.0.0.1:${demo.pop3Port}`], LINES);
    expect(text).toContain("+OK POP3 server signing off (42 messages left)");
    expect(demo.control.peek("mrose")).toHaveLength(42);
  });
});

describe.runIf(python !== undefined)("Python poplib", () => {
  const poplib = async (lines: readonly string[]): Promise<unknown> => {
    const program = [
      "import json, poplib, ssl, sys",
      "ca, pop3, pop3s = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])",
      "trust = ssl.create_default_context(cafile=ca)",
      ...lines,
    ].join("\n");
    const output = await run(python ?? "", [
      "-c",
      program,
      ca,
      String(demo.pop3Port),
      String(demo.pop3sPort),
    ]);
    return JSON.parse(output.toString());
  };

  test("signs in after STLS, lists, retrieves, deletes", async () => {
    const second = message(2)?.toString("latin1");
    const octets = demo.control.peek("mrose").reduce((sum, candidate) => sum + candidate.octets, 0);
    const found = await poplib([
      'box = poplib.POP3("localhost", pop3)',
      'before = "STLS" in box.capa()',
      "box.stls(trust)",
      'after = "STLS" in box.capa()',
      'box.user("mrose"); box.pass_("tanstaaf")',
      "count, octets = box.stat()",
      'text = b"".join(line + b"\\r\\n" for line in box.retr(2)[1]).decode("latin1")',
      "top = len(box.top(3, 0)[1])",
      "box.dele(6); ids = len(box.uidl()[1])",
      "box.quit()",
      "print(json.dumps([before, after, count, octets, text, top > 5, ids]))",
    ]);
    expect(found).toEqual([true, false, 43, octets, second, true, 42]);
    expect(demo.control.peek("mrose")).toHaveLength(42);
  });

  test("signs in with APOP over implicit TLS, and is told apart by the response code when it is wrong", async () => {
    const found = await poplib([
      'box = poplib.POP3_SSL("localhost", pop3s, context=trust)',
      'box.apop("mrose", "tanstaaf"); count = box.stat()[0]; box.quit()',
      'box = poplib.POP3_SSL("localhost", pop3s, context=trust)',
      "try:",
      '    box.apop("mrose", "wrong")',
      "except poplib.error_proto as error:",
      "    print(json.dumps([count, str(error)]))",
    ]);
    expect(found).toEqual([43, expect.stringContaining("-ERR [AUTH]")]);
  });
});
