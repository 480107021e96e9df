import { chromium, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { browserFlags, findBrowser, NO_BROWSER } from "../../support/page/browser.ts";
import { startDovecot } from "../../support/programs/dovecot.ts";
import { freePort } from "../../support/programs/ports.ts";
import { hasRoundcube, imapListener, startRoundcube } from "../../support/programs/roundcube.ts";
import { median, milliseconds, times, type Section } from "../section.ts";
import { startGatewayFor } from "./gateway-for.ts";
import { paintedRows, watchRows, type Painted } from "./painted-rows.ts";
import { Stops } from "./stops.ts";
import { FIRST_ROWS, USER } from "./webmail.ts";

const MESSAGES = 10_000;
const ROUNDS = 5;
/** So high that fifty rows are on screen at once, in both lists; Popgate's makes no others. */
const VIEWPORT = { width: 1440, height: 4_800 };

/** A webmail's sign-in form and its list, as a browser shows them. */
interface Shown {
  readonly url: string;
  readonly fields: readonly [user: string, password: string];
  readonly button: string;
  /** Finds the rows of the list. */
  readonly rows: string;
  /** Leaves the mailbox free for the next sign-in. */
  signOut(page: Page): Promise<unknown>;
}

/** From the click on the sign-in button to the rows on screen, in Chromium. */
export async function measurePainting(): Promise<Section> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  return Stops.whileRunning(async (stops) => {
    const imapPort = await freePort();
    const account = { user: USER, password: USER, messages: MESSAGES };
    const withImap = hasRoundcube();
    const settings = withImap ? imapListener(imapPort) : "";
    const dovecot = stops.add(await startDovecot({ users: [account], settings }));
    const gateway = stops.add(await startGatewayFor(dovecot.port));
    const shown = [popgate(gateway.url)];
    if (withImap) shown.push(roundcube(stops.add(await startRoundcube(imapPort)).url));
    const browser = await chromium.launch({ args: browserFlags(), executablePath });
    stops.add({ stop: () => browser.close() });
    const taken = shown.map((): Painted[] => []);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [index, each] of shown.entries()) taken[index]?.push(await visitAgain(browser, each));
    }
    return section(taken);
  });
}

function popgate(url: string): Shown {
  return {
    url: `${url}/`,
    fields: ["[name=username]", "[name=password]"],
    button: "button[type=submit]",
    rows: "[role=grid][aria-label=Messages] [role=row]",
    async signOut({ request }) {
      const list = await request.get(`${url}/api/v1/mailboxes`);
      // By the contract of that route.
      const { items } = (await list.json()) as { items: { id: string }[] };
      const headers = { origin: url };
      for (const { id } of items) await request.delete(`${url}/api/v1/mailboxes/${id}`, { headers });
    },
  };
}

function roundcube(url: string): Shown {
  return {
    url,
    fields: ["#rcmloginuser", "#rcmloginpwd"],
    button: "#rcmloginsubmit",
    rows: "#messagelist tbody tr",
    // Its sessions do not know of each other.
    signOut: () => Promise.resolve(),
  };
}

/** The second of two sign-ins in a browser profile of its own: the first has left scripts and styles in the HTTP cache. */
async function visitAgain(browser: Browser, shown: Shown): Promise<Painted> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    await signInOnce(context, shown);
    return await signInOnce(context, shown);
  } finally {
    await context.close();
  }
}

/** In a tab of its own, and as nobody whom the webmail knows yet. */
async function signInOnce(context: BrowserContext, shown: Shown): Promise<Painted> {
  await context.clearCookies();
  const page = await context.newPage();
  await watchRows(page, shown.rows);
  await page.goto(shown.url, { waitUntil: "networkidle" });
  const [user, password] = shown.fields;
  await page.locator(user).fill(USER);
  await page.locator(password).fill(USER);
  await page.locator(shown.button).click();
  const painted = await paintedRows(page);
  await shown.signOut(page);
  await page.close();
  return painted;
}

function section([ours = [], theirs = []]: readonly (readonly Painted[])[]): Section {
  const line = (what: string, of: (painted: Painted) => number) => {
    const [our, their] = [median(ours.map(of)), median(theirs.map(of))];
    return theirs.length === 0
      ? [what, milliseconds(our), "not installed", "–"]
      : [what, milliseconds(our), milliseconds(their), times(our / their)];
  };
  return {
    title: "From the click on the sign-in button to the rows on screen",
    note:
      `In one Chromium, a mailbox of ${MESSAGES.toLocaleString("en")} messages in one Dovecot on the same machine (POP3 for Popgate, IMAP for Debian's Roundcube). Each time in a browser profile of its own, which has been signed in to once before and has scripts and styles of both form and list in its HTTP cache; the sign-in form has finished loading. ` +
      "From the time stamp of the click to the end of the frame that shows the first row with a subject, and fifty of them. " +
      `The window is ${VIEWPORT.height} pixels high, so that all fifty are on screen in both. Median of ${ROUNDS} that take turns.`,
    columns: ["What", "Popgate", "Roundcube", "Ratio"],
    rows: [line("first row", ({ firstMs }) => firstMs), line(`${FIRST_ROWS} rows`, ({ allMs }) => allMs)],
  };
}
