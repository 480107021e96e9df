import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createClientHome, type ClientHome } from "../../support/programs/client-home.ts";
import { requireProgram } from "../../support/programs/require-program.ts";

const fetchmail = requireProgram("fetchmail");
const mpop = requireProgram("mpop");
const getmail = requireProgram("getmail");
const perl = requireProgram("perl");
const COUNT = 43;

let demo: DemoServer;
let client: ClientHome;
let home: string;
beforeEach(async () => {
  demo = await startDemo();
  client = createClientHome();
  home = client.folder;
  client.write("ca.pem", demo.caPem);
});
afterEach(async () => {
  await demo.close();
  client.remove();
});

const left = () => demo.control.peek("mrose").length;
const delivered = () =>
  readdirSync(join(home, "mail/new")).map((name) => readFileSync(join(home, "mail/new", name)));

describe.runIf(mpop !== undefined)("mpop", () => {
  const configuration = (auth: string, security: "starttls" | "tls") =>
    client.write(
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
      await client.run(mpop, "--quiet", "-C", configuration(auth, "starttls"), "demo");
      expect(delivered()).toHaveLength(COUNT);
      expect(left()).toBe(0);
    },
  );

  test("takes the whole mailbox over implicit TLS", async () => {
    await client.run(mpop, "--quiet", "-C", configuration("scram-sha-256", "tls"), "demo");
    expect(delivered()).toHaveLength(COUNT);
  });
});

describe.runIf(fetchmail !== undefined)("fetchmail", () => {
  const poll = (port: number, options: string) => {
    const file = client.write(
      "fetchmailrc",
      `poll localhost proto POP3 port ${port} user mrose password tanstaaf sslcertck sslcertfile ${home}/ca.pem
${options} fetchall mda "cat >> ${home}/mail/mbox"
`,
    );
    const state = ["--pidfile", `${home}/state/pid`, "-i", `${home}/state/ids`];
    return client.run(fetchmail, "-f", file, "--nosyslog", "--silent", "--timeout", "10", ...state);
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
    client.write(
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
    await client.run(getmail, "--getmaildir", join(home, "state"), "--rcfile", "getmailrc");
    expect(delivered()).toHaveLength(COUNT);
    expect(left()).toBe(0);
  });
});

describe.runIf(perl !== undefined)("Perl Net::POP3", () => {
  const script = (...lines: readonly string[]) =>
    client.run(
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
