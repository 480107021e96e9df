import { spawn } from "node:child_process";
import { once } from "node:events";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RawClient } from "../../server/demo/raw-client.ts";
import { createClientHome, type ClientHome } from "../../support/programs/client-home.ts";
import { startRecordingProxy, type RecordingProxy } from "../../support/line/recording-proxy.ts";
import { requireProgram } from "../../support/programs/require-program.ts";

// What each client is known for on the wire, and what it leaves in the maildrop.

const fetchmail = requireProgram("fetchmail");
const mpop = requireProgram("mpop");
const perl = requireProgram("perl");
const openssl = requireProgram("openssl");
const COUNT = 43;
/** fetchmail(1), exit codes: the mailbox was locked. */
const LOCK_BUSY = 9;

let demo: DemoServer;
let proxy: RecordingProxy;
let home: ClientHome;
beforeEach(async () => {
  demo = await startDemo();
  proxy = await startRecordingProxy(demo.host, demo.pop3Port);
  home = createClientHome();
});
afterEach(async () => {
  await proxy.stop();
  await demo.close();
  home.remove();
});

const said = () => proxy.lines.map(({ line }) => line);
const left = () => demo.control.peek("mrose").length;

describe.runIf(fetchmail !== undefined)("fetchmail", () => {
  const poll = (options: string) => {
    const file = home.write(
      "fetchmailrc",
      `poll localhost proto POP3 port ${proxy.port} user mrose password tanstaaf sslproto ""
${options} mda "cat >> ${home.folder}/mail/mbox"
`,
    );
    const state = ["--pidfile", `${home.folder}/state/pid`, "-i", `${home.folder}/state/ids`];
    return home.run(fetchmail, "-f", file, "--nosyslog", "--silent", "--timeout", "10", ...state);
  };

  test("asks LAST, is refused, and takes what it deletes by TOP n 99999999", async () => {
    await poll("no keep");
    expect(said()).toContain("LAST");
    expect(said().filter((line) => /^TOP \d+ 99999999$/.test(line))).toHaveLength(COUNT);
    expect(said().filter((line) => line.startsWith("RETR"))).toEqual([]);
    expect(left()).toBe(0);
  });

  test("takes what it keeps by RETR", async () => {
    await poll("keep");
    expect(said()).toContain("LAST");
    expect(said().filter((line) => line.startsWith("RETR"))).toHaveLength(COUNT);
    expect(left()).toBe(COUNT);
  });

  test("ends with its code for a busy lock while another session is there", async () => {
    const other = await RawClient.signedIn(demo.pop3Port);
    await expect(poll("keep")).rejects.toMatchObject({ code: LOCK_BUSY });
    await other.command("QUIT");
    await poll("keep");
  });
});

describe.runIf(mpop !== undefined)("mpop", () => {
  const fetch = (auth: string) =>
    home.run(
      mpop,
      "--quiet",
      "-C",
      home.write(
        "mpoprc",
        `account demo
host localhost
port ${proxy.port}
tls off
auth ${auth}
user mrose
password tanstaaf
keep on
delivery maildir ${home.folder}/mail
uidls_file ${home.folder}/state/uidls
`,
      ),
      "demo",
    );

  test("signs in with SCRAM without TLS, and the password is in none of its lines", async () => {
    await fetch("scram-sha-256");
    expect(said().some((line) => line.startsWith("AUTH SCRAM-SHA-256"))).toBe(true);
    const decoded = said().map((line) =>
      Buffer.from(line.split(" ").at(-1) ?? "", "base64").toString("latin1"),
    );
    expect([...said(), ...decoded].filter((line) => line.includes("tanstaaf"))).toEqual([]);
  });

  test("pipelines what it retrieves", async () => {
    await fetch("user");
    const retrs = proxy.lines.filter(({ line }) => line.startsWith("RETR"));
    expect(retrs).toHaveLength(COUNT);
    expect(new Set(retrs.map(({ packet }) => packet)).size).toBeLessThan(COUNT);
    expect(left()).toBe(COUNT);
  });
});

describe.runIf(perl !== undefined)("Perl Net::POP3", () => {
  test("says RSET and QUIT when it is thrown away: its marks are taken back", async () => {
    const program = [
      'my $pop = Net::POP3->new("localhost", Port => $ARGV[0]) or die "connect";',
      '$pop->login("mrose", "tanstaaf") or die "login";',
      "$pop->delete(1) or die; $pop->delete(2) or die; undef $pop;",
    ].join("\n");
    await home.run(perl, "-MNet::POP3", "-e", program, String(proxy.port));
    expect(said().slice(-4)).toEqual(["DELE 1", "DELE 2", "RSET", "QUIT"]);
    expect(left()).toBe(COUNT);
  });
});

describe.runIf(openssl !== undefined)("openssl s_client", () => {
  /** Types a line when the answer to the one before has come. */
  async function type(options: readonly string[], lines: readonly string[]): Promise<void> {
    const args = ["s_client", ...options, "-connect", `127.0.0.1:${demo.pop3sPort}`];
    const client = spawn(openssl ?? "", args, { stdio: ["pipe", "pipe", "ignore"] });
    const closed = once(client, "close");
    client.stdin.on("error", () => {});
    let text = "";
    let answers = 0;
    client.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      for (; answers < (text.match(/^\+OK.*\r\n/gm) ?? []).length; answers += 1) {
        const line = lines[answers];
        if (line !== undefined) client.stdin.write(`${line}\r\n`);
      }
    });
    await closed;
  }
  const LINES = ["USER mrose", "PASS tanstaaf", "DELE 1", "QUIT"];

  test("with -quiet passes QUIT on: the mark is committed", async () => {
    await type(["-quiet"], LINES);
    expect(left()).toBe(COUNT - 1);
  });

  test("without -quiet keeps a line that begins with Q for itself: nothing is deleted", async () => {
    await type([], LINES);
    expect(left()).toBe(COUNT);
  });
});
