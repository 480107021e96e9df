import { readFileSync } from "node:fs";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createClientHome, type ClientHome } from "../../support/programs/client-home.ts";
import { startRecordingProxy } from "../../support/line/recording-proxy.ts";
import { requireProgram } from "../../support/programs/require-program.ts";

// Both read mail on a terminal: `script` gives them one, `push` the keys.

const script = requireProgram("script");
const mutt = requireProgram("mutt");
const neomutt = requireProgram("neomutt");
const COUNT = 43;

let demo: DemoServer;
let home: ClientHome;
beforeEach(async () => {
  demo = await startDemo();
  home = createClientHome();
  home.write("ca.pem", demo.caPem);
  home.write("mbox", "");
});
afterEach(async () => {
  await demo.close();
  home.remove();
});

const SETTINGS = `set record="" pop_user=mrose pop_pass=tanstaaf pop_last=no pop_reconnect=yes pop_checkinterval=0
set wait_key=no move=no beep=no delete=yes quit=yes pager=builtin sort=mailbox-order
`;

describe.each([
  ["mutt", mutt],
  ["neomutt", neomutt],
])("%s", (_name, program) => {
  const press = (folder: string, keys: string, ...settings: readonly string[]) => {
    const rc = home.write(
      "muttrc",
      `${SETTINGS}set folder=${home.folder}\n${settings.join("\n")}\npush "${keys}"\n`,
    );
    return home.run(script, "-qec", `${program} -n -F ${rc} -f ${folder}`, "/dev/null");
  };
  const isHere = script !== undefined && program !== undefined;
  const verified = () =>
    `set ssl_ca_certificates_file=${home.folder}/ca.pem certificate_file=${home.folder}/ca.pem`;
  const inMbox = () => readFileSync(`${home.folder}/mbox`, "latin1").match(/^From /gm)?.length;

  test.runIf(isHere)("fetches the whole mailbox over implicit TLS and keeps it there", async () => {
    const host = `set pop_host="pops://localhost:${demo.pop3sPort}" pop_delete=no`;
    await press(
      `${home.folder}/mbox`,
      "<fetch-mail><quit>",
      verified(),
      host,
      `set spoolfile=${home.folder}/mbox`,
    );
    expect(inMbox()).toBe(COUNT);
    expect(demo.control.peek("mrose")).toHaveLength(COUNT);
  });

  test.runIf(isHere)("fetches the whole mailbox over STLS and empties it", async () => {
    const host = `set pop_host="pop://localhost:${demo.pop3Port}" pop_delete=yes ssl_starttls=yes ssl_force_tls=yes`;
    await press(
      `${home.folder}/mbox`,
      "<fetch-mail><quit>",
      verified(),
      host,
      `set spoolfile=${home.folder}/mbox`,
    );
    expect(inMbox()).toBe(COUNT);
    expect(demo.control.peek("mrose")).toEqual([]);
  });

  test.runIf(isHere)("comes again right after QUIT and finds its messages by unique-id", async () => {
    const [first, second] = demo.control.peek("mrose").map(({ uid }) => uid);
    const proxy = await startRecordingProxy(demo.host, demo.pop3Port);
    try {
      // The first message goes; what was the second is the first one now, and is the one on screen.
      const keys = "<first-entry><delete-message><sync-mailbox><first-entry><display-message><exit><quit>";
      const plain = 'set ssl_starttls=no ssl_force_tls=no pop_delete=yes pop_authenticators="user"';
      const screen = await press(`pop://mrose@localhost:${proxy.port}`, keys, plain);
      const lines = proxy.lines.map(({ line }) => line.trim());
      expect(lines.filter((line) => line.startsWith("DELE"))).toEqual(["DELE 1"]);
      const afterCommit = lines.slice(lines.indexOf("DELE 1") + 1);
      expect(afterCommit.slice(0, 5)).toEqual(["QUIT", "USER mrose", "PASS tanstaaf", "STAT", "UIDL"]);
      expect(afterCommit.filter((line) => line.startsWith("RETR"))).toEqual(["RETR 1"]);
      expect(screen).not.toContain("IN-USE");
      const left = demo.control.peek("mrose").map(({ uid }) => uid);
      expect([left.length, left[0], left.includes(first ?? "")]).toEqual([COUNT - 1, second, false]);
    } finally {
      await proxy.stop();
    }
  });
});
