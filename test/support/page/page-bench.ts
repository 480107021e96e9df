import { test as base, type Page } from "@playwright/test";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { requireDovecot, startDovecot } from "../programs/dovecot.ts";
import { startGateway, type Gateway } from "../gateway/built-gateway.ts";
import { startGatewayInProcess, type GatewayInProcess } from "../gateway/gateway-in-process.ts";
import { uniqueIdsOf } from "../line/raw-pop3.ts";

export const USER = "kim@college.example";
export const PASSWORD = "correct-horse-battery";

/** A POP3 server with the bench's eight messages, and what only its owner can see. */
export interface PagePeer {
  readonly name: string;
  readonly port: number;
  /** Unique-ids as a second POP3 connection sees them; works while nobody holds the maildrop. */
  uniqueIds(): Promise<string[]>;
  deliver(message: Buffer): void;
  stop(): Promise<void>;
}

/** Subjects of the messages, oldest first: they are the names by which a test finds them. */
export const SUBJECTS = ["Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Newsletter"];

export function benchMessages(): Buffer[] {
  return SUBJECTS.map((subject, index) =>
    subject === "Newsletter" ? newsletter() : plain(subject, index + 1),
  );
}

function plain(subject: string, nth: number): Buffer {
  return Buffer.from(
    [
      `From: "${subject} Sender" <${subject.toLowerCase()}@example.org>`,
      `To: ${USER}`,
      `Subject: ${subject}`,
      `Date: Mon, ${nth} Jun 2026 09:00:00 +0000`,
      `Message-ID: <${nth}@example.org>`,
      "",
      `The body of ${subject}.`,
      "",
    ].join("\r\n"),
  );
}

function newsletter(): Buffer {
  return Buffer.from(
    [
      'From: "The Choir" <choir@example.org>',
      `To: ${USER}`,
      "Subject: Newsletter",
      "Date: Mon, 8 Jun 2026 09:00:00 +0000",
      "MIME-Version: 1.0",
      "Content-Type: text/html; charset=utf-8",
      "",
      "<h1>Winter concert</h1><p>Rehearsal at <b>18:30</b>.</p>",
      '<script>parent.document.title = "owned"; document.title = "owned"</script>',
      '<img src="https://tracker.example/pixel.png" alt="">',
      "",
    ].join("\r\n"),
  );
}

async function demoPeer(): Promise<PagePeer> {
  const demo: DemoServer = await startDemo({ failedLoginDelayMs: 0 });
  demo.control.createMailbox({ user: USER, password: PASSWORD });
  for (const message of benchMessages()) demo.control.deliver(USER, message);
  return {
    name: "the demo server",
    port: demo.pop3Port,
    uniqueIds: () => uniqueIdsOf({ host: demo.host, port: demo.pop3Port, user: USER, password: PASSWORD }),
    deliver: (message) => demo.control.deliver(USER, message),
    stop: () => demo.close(),
  };
}

async function dovecotPeer(): Promise<PagePeer> {
  const dovecot = await startDovecot({
    users: [{ user: USER, password: PASSWORD, messages: benchMessages() }],
  });
  return {
    name: "Dovecot",
    port: dovecot.port,
    uniqueIds: () => uniqueIdsOf({ host: dovecot.host, port: dovecot.port, user: USER, password: PASSWORD }),
    deliver: (message) => dovecot.deliver(USER, message),
    stop: () => dovecot.stop(),
  };
}

/** Which servers the page is tried on; Dovecot only where it is installed. */
export const PEERS: Readonly<Record<string, () => Promise<PagePeer>>> = {
  demo: demoPeer,
  ...(requireDovecot() === undefined ? {} : { dovecot: dovecotPeer }),
};

/** A gateway that offers the peer as its preset. */
export function environmentFor(peer: PagePeer): Record<string, string> {
  const preset = {
    id: "college",
    name: "College mail",
    server: { host: "127.0.0.1", port: peer.port, security: "none" },
    domains: ["college.example"],
  };
  return { POPGATE_SERVERS: JSON.stringify([preset]), POPGATE_DEMO: "on" };
}

export interface Bench {
  readonly peer: PagePeer;
  readonly gateway: GatewayInProcess;
}

/** Playwright's `test` with a POP3 server and a gateway of its own for each test; `peerName` chooses the server. */
export const test = base.extend<Bench & { peerName: string }>({
  peerName: ["demo", { option: true }],
  peer: async ({ peerName }, use) => {
    const start = PEERS[peerName];
    if (start === undefined) throw new Error(`there is no peer ${peerName}`);
    const peer = await start();
    await use(peer);
    await peer.stop();
  },
  gateway: async ({ peer }, use) => {
    const gateway = await startGatewayInProcess(environmentFor(peer));
    await use(gateway);
    await gateway.stop();
  },
  baseURL: async ({ gateway }, use) => use(`${gateway.url}/`),
});

/** The same with the gateway as a process, which a test may kill. */
export const processTest = test.extend<{ gateway: Gateway }>({
  gateway: async ({ peer }, use) => {
    const gateway = await startGateway(environmentFor(peer));
    await use(gateway);
    await gateway.stop();
  },
});

/** Fills the form; the preset follows from the address. */
export async function signIn(page: Page, password = PASSWORD): Promise<void> {
  await page.goto("");
  await page.getByLabel("Address").fill(USER);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Signs in and waits until the bench's headers are on screen, or that of the message named. */
export async function openMailbox(page: Page, subject?: string): Promise<void> {
  await signIn(page);
  for (const each of subject === undefined ? ["Newsletter", "Alpha"] : [subject]) {
    await rowOf(page, each).waitFor();
  }
}

export function rowOf(page: Page, subject: string) {
  return page.getByRole("grid", { name: "Messages" }).getByRole("row").filter({ hasText: subject });
}

/** As with a mouse: the button is there where the pointer is. */
export async function markRow(page: Page, subject: string): Promise<void> {
  await rowOf(page, subject).hover();
  await rowOf(page, subject).getByRole("button", { name: "Mark" }).click();
}
