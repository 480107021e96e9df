import { chromium, type Page } from "@playwright/test";
import { browserFlags, findBrowser, NO_BROWSER } from "../../support/page/browser.ts";
import { startDovecot } from "../../support/programs/dovecot.ts";
import { startGateway } from "../../support/gateway/built-gateway.ts";
import { rawDrain, USER } from "../bench-session.ts";
import { newsletter, plainLetter, withFile } from "./letters.ts";
import { median, milliseconds, times, type Section } from "../section.ts";

/** Each letter is opened once: afterwards the gateway has it. */
const COPIES = 5;
/** So high that every row is on screen: the list makes no others. */
const VIEWPORT = { width: 1440, height: 2400 };
/** More than an opening ever took on a busy machine. */
const DEADLINE_MS = 30_000;

interface Kind {
  readonly name: string;
  readonly letter: (subject: string) => Buffer;
  /** What is clicked where a large message is asked about first. */
  readonly question?: "Download all" | "Open only the text";
}

const KINDS: readonly Kind[] = [
  { name: "5 kB, text", letter: plainLetter },
  { name: "80 kB, HTML", letter: newsletter },
  { name: "500 kB, text and a file", letter: (subject) => withFile(subject, 500_000) },
  {
    name: "20 MB, text and a file: all of it",
    letter: (subject) => withFile(subject, 20_000_000),
    question: "Download all",
  },
  {
    name: "20 MB, text and a file: its first lines (TOP)",
    letter: (subject) => withFile(subject, 20_000_000),
    question: "Open only the text",
  },
];

/** From a click to the frame in which the text is on screen, in a real browser. */
export async function measurePainting(): Promise<Section> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  const letters = KINDS.flatMap(({ letter }, kind) =>
    Array.from({ length: COPIES }, (_, copy) => letter(subjectOf(kind, copy))),
  );
  const dovecot = await startDovecot({ users: [{ user: USER, password: USER, messages: letters }] });
  try {
    const raw = await retrieved(dovecot);
    const gateway = await startGateway({
      NODE_ENV: "production",
      POPGATE_SERVERS: JSON.stringify([
        { id: "bench", name: "Bench", server: { host: dovecot.host, port: dovecot.port, security: "none" } },
      ]),
      POPGATE_DEMO: "off",
    });
    const browser = await chromium.launch({ args: browserFlags(), executablePath });
    try {
      const page = await browser.newPage({ viewport: VIEWPORT });
      const painted = await openAll(page, gateway.url);
      return section(painted, raw);
    } finally {
      await browser.close();
      await gateway.stop();
    }
  } finally {
    await dovecot.stop();
  }
}

function subjectOf(kind: number, copy: number): string {
  return `Letter ${kind}${copy}`;
}

/** Milliseconds of RETR on a bare socket, by kind. */
async function retrieved(dovecot: { readonly host: string; readonly port: number }): Promise<number[]> {
  const all: number[] = [];
  for (const kind of KINDS.keys()) {
    const taken: number[] = [];
    for (let copy = 0; copy < COPIES; copy += 1) {
      const command = `RETR ${kind * COPIES + copy + 1}`;
      // The first one fills the page cache: the gateway finds it full too.
      await rawDrain(dovecot, [command]);
      taken.push(await rawDrain(dovecot, [command]));
    }
    all.push(median(taken));
  }
  return all;
}

async function openAll(page: Page, url: string): Promise<number[]> {
  // tsx names functions by a call, which the page would not know.
  await page.addInitScript("globalThis.__name = (named) => named");
  await page.goto(`${url}/`);
  await page.getByLabel("Address").fill(USER);
  await page.getByLabel("Password").fill(USER);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const grid = page.getByRole("grid", { name: "Messages" });
  const all: number[] = [];
  for (const [kind, { question }] of [...KINDS.entries()].toReversed()) {
    const taken: number[] = [];
    for (let copy = COPIES - 1; copy >= 0; copy -= 1) {
      const subject = subjectOf(kind, copy);
      const row = grid.getByRole("row").filter({ hasText: subject });
      await row.scrollIntoViewIfNeeded();
      if (question === undefined) {
        taken.push(await painted(page, subject, () => row.click()));
        continue;
      }
      await row.click();
      const button = page.getByRole("button", { name: question });
      await button.waitFor();
      taken.push(await painted(page, subject, () => button.click()));
    }
    all.unshift(median(taken));
  }
  return all;
}

/** Milliseconds from the click's own time stamp to the frame that shows the text, both on the page's clock. */
async function painted(page: Page, subject: string, click: () => Promise<void>): Promise<number> {
  const watch = await page.evaluateHandle(watchForText, `This is the text of ${subject}.`);
  await click();
  const tooLong = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`${subject} was not painted`)), DEADLINE_MS).unref();
  });
  return Promise.race([page.evaluate(({ painted: at }) => at, watch), tooLong]);
}

/** In the page. An HTML body is there when its frame has loaded, a text when it stands in the document. */
function watchForText(words: string): { readonly painted: Promise<number> } {
  const painted = new Promise<number>((resolve) => {
    let clickedAt = 0;
    addEventListener("click", ({ timeStamp }) => (clickedAt = timeStamp), { capture: true, once: true });
    const shown = () => {
      observer.disconnect();
      // What a frame's callback posts comes when that frame has been painted.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - clickedAt);
        port2.postMessage(undefined);
      });
    };
    const observer = new MutationObserver(() => {
      const frame = document.querySelector("[role=tabpanel] iframe");
      if (frame !== null && clickedAt > 0) frame.addEventListener("load", shown, { once: true });
      else if (clickedAt > 0 && document.body.textContent.includes(words)) shown();
    });
    observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  return { painted };
}

function section(painted: readonly number[], raw: readonly number[]): Section {
  return {
    title: "From a click to the text on screen",
    note:
      "In Chromium, the built gateway and Dovecot on loopback; each message is opened for the first time, and its header is known. " +
      "From the time stamp of the click to the end of the frame that shows the text, or for HTML to the frame in which its document has loaded. " +
      `Beside it RETR of the same message on a bare socket that drops it. A display has a frame each 16.7 ms. Median of ${COPIES}.`,
    columns: ["Message", "Click to text", "RETR", "Ratio", "Above RETR"],
    rows: KINDS.map(({ name }, kind) => {
      const [ours = Number.NaN, theirs = Number.NaN] = [painted[kind], raw[kind]];
      return [
        name,
        milliseconds(ours),
        milliseconds(theirs),
        times(ours / theirs),
        milliseconds(ours - theirs),
      ];
    }),
  };
}
