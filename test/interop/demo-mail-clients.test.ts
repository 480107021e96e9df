import { execFile } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { requireProgram } from "../support/require-program.ts";

const fetchmail = requireProgram("fetchmail");
const mpop = requireProgram("mpop");
const getmail = requireProgram("getmail");
const perl = requireProgram("perl");
/** getmail delivers nothing for root; `nobody` is this everywhere on Debian. */
const NOBODY = 65_534;
const COUNT = 43;

let demo: DemoServer;
let home: string;
beforeEach(async () => {
  demo = await startDemo();
  home = mkdtempSync(join(tmpdir(), "popgate-client-"));
  for (const path of ["", "mail", "mail/cur", "mail/new", "mail/tmp", "state"]) own(path, true);
  write("ca.pem", demo.caPem);
});
afterEach(async () => {
  await demo.close();
  rmSync(home, { recursive: true, force: true });
});

function own(path: string, isFolder = false): void {
  if (isFolder) mkdirSync(join(home, path), { recursive: true });
  if (process.getuid?.() === 0) chownSync(join(home, path), NOBODY, NOBODY);
}

function write(path: string, content: string): string {
  writeFileSync(join(home, path), content);
  chmodSync(join(home, path), 0o600);
  own(path);
  return join(home, path);
}

/** Runs a client to its end in its own home; rejects with what it printed if it fails. */
function run(program: string | undefined, ...args: readonly string[]): Promise<string> {
  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const env = { PATH: process.env["PATH"], HOME: home, LANG: "C", LOGNAME: "nobody", USER: "nobody" };
  return new Promise((resolve, reject) => {
    const options = { ...account, env, cwd: home, maxBuffer: 16_000_000, timeout: 12_000 };
    execFile(program ?? "", args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${error.message}\n${stdout}\n${stderr}`, { cause: error }));
    });
  });
}

const left = () => demo.control.peek("mrose").length;
const delivered = () =>
  readdirSync(join(home, "mail/new")).map((name) => readFileSync(join(home, "mail/new", name)));

describe.runIf(mpop !== undefined)("mpop", () => {
  const configuration = (auth: string, security: "starttls" | "tls") =>
    write(
      "mpoprc",
      `account demo
host localhost
port ${security === "tls" ? demo.pop3sPort : demo.pop3Port}
tls on
tls_starttls ${security === "tls" ? "off" : "on"}
tls_trust_file ${home}/ca.pem
auth ${auth}
user mrose
password tanstaaf
keep off
delivery maildir ${home}/mail
uidls_file ${home}/state/uidls
`,
    );

  test.each(["scram-sha-256", "scram-sha-1", "cram-md5", "apop", "plain", "login", "user"])(
    "takes the whole mailbox, pipelined, over STLS (auth %s)",
    async (auth) => {
      await run(mpop, "--quiet", "-C", configuration(auth, "starttls"), "demo");
      expect(delivered()).toHaveLength(COUNT);
      expect(left()).toBe(0);
    },
  );

  test("takes the whole mailbox over implicit TLS", async () => {
    await run(mpop, "--quiet", "-C", configuration("scram-sha-256", "tls"), "demo");
    expect(delivered()).toHaveLength(COUNT);
  });
});

describe.runIf(fetchmail !== undefined)("fetchmail", () => {
  const poll = (port: number, options: string) => {
    const file = write(
      "fetchmailrc",
      `poll localhost proto POP3 port ${port} user mrose password tanstaaf sslcertck sslcertfile ${home}/ca.pem
${options} fetchall mda "cat >> ${home}/mail/mbox"
`,
    );
    const state = ["--pidfile", `${home}/state/pid`, "-i", `${home}/state/ids`];
    return run(fetchmail, "-f", file, "--nosyslog", "--silent", "--timeout", "10", ...state);
  };

  test("takes the whole mailbox over STLS", async () => {
    await poll(demo.pop3Port, 'sslproto "TLS1.2+" no keep');
    expect(left()).toBe(0);
  });

  test("keeps what it is told to keep, over implicit TLS", async () => {
    await poll(demo.pop3sPort, "ssl keep");
    expect(left()).toBe(COUNT);
    expect(readFileSync(join(home, "mail/mbox"), "latin1")).toContain("Subject: ");
  });
});

describe.runIf(getmail !== undefined)("getmail", () => {
  test("takes the whole mailbox over implicit TLS", async () => {
    write(
      "state/getmailrc",
      `[retriever]
type = SimplePOP3SSLRetriever
server = localhost
port = ${demo.pop3sPort}
username = mrose
password = tanstaaf
ca_certs = ${home}/ca.pem
[destination]
type = Maildir
path = ${home}/mail/
[options]
delete = true
read_all = true
`,
    );
    await run(getmail, "--getmaildir", join(home, "state"), "--rcfile", "getmailrc");
    expect(delivered()).toHaveLength(COUNT);
    expect(left()).toBe(0);
  });
});

describe.runIf(perl !== undefined)("Perl Net::POP3", () => {
  const script = (...lines: readonly string[]) =>
    run(
      perl,
      "-MNet::POP3",
      "-e",
      ['my ($ca, $plain, $tls) = @ARGV; my @trust = (SSL_ca_file => $ca, SSL_verifycn_name => "localhost");']
        .concat(lines)
        .join("\n"),
      join(home, "ca.pem"),
      String(demo.pop3Port),
      String(demo.pop3sPort),
    );

  test("signs in after STLS, retrieves, deletes", async () => {
    const said = await script(
      'my $pop = Net::POP3->new("localhost", Port => $plain, @trust) or die "connect";',
      '$pop->starttls(@trust) or die "stls";',
      '$pop->login("mrose", "tanstaaf") or die "login";',
      'print scalar(keys %{$pop->list}), " ", scalar(@{$pop->get(2)}) > 5 ? "got" : "short";',
      "$pop->delete(1); $pop->quit;",
    );
    expect(said).toBe(`${COUNT} got`);
    expect(left()).toBe(COUNT - 1);
  });

  test("signs in with APOP over implicit TLS", async () => {
    const said = await script(
      'my $pop = Net::POP3->new("localhost", Port => $tls, SSL => 1, @trust) or die "connect";',
      'print $pop->apop("mrose", "tanstaaf"); $pop->quit;',
    );
    expect(said).toBe(String(COUNT));
  });
});
