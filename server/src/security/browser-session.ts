/** A browser, known by its cookie. `secret` comes from the cookie and is nowhere else. */
export interface BrowserSession {
  readonly id: string;
  readonly secret: string;
  /** The cookie's half of what seals the session's mailboxes; stays when the secret is replaced. */
  readonly key: Buffer;
  /** Set where the cookie was replaced a moment ago: it reads on, and only the mailboxes that were open before. */
  readonly former?: { readonly mailboxes: ReadonlySet<string> };
}

type Cookie = Pick<BrowserSession, "id" | "secret">;

const COOKIE_VALUE = /^([\w-]{22})\.([\w-]{43})$/;

/** What the cookie holds. */
export function cookieValue({ id, secret }: Cookie): string {
  return `${id}.${secret}`;
}

/** Undefined for what `cookieValue` did not write. */
export function readCookieValue(value: string): Cookie | undefined {
  const [, id, secret] = COOKIE_VALUE.exec(value) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** Whether a browser may see one of its mailboxes. */
export function seesMailbox({ former }: BrowserSession, mailboxId: string): boolean {
  return former === undefined || former.mailboxes.has(mailboxId);
}
