import { FIRST_ROWS, type Visitor } from "./webmail.ts";

interface Sent {
  readonly method?: "POST";
  readonly body?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What Roundcube's page asks for between its sign-in form and the list: three requests, one after the other. */
export class RoundcubeVisitor implements Visitor {
  readonly #url: string;
  readonly #user: string;
  readonly #cookies = new Map<string, string>();
  #token = "";

  private constructor(url: string, user: string) {
    this.#url = url;
    this.#user = user;
  }

  /** Opens the sign-in form. */
  static async arrive(url: string, user: string): Promise<RoundcubeVisitor> {
    const visitor = new RoundcubeVisitor(url, user);
    const form = await (await visitor.#fetch("")).text();
    visitor.#token = found(form, /name="_token" value="([^"]+)"/);
    return visitor;
  }

  async firstRows(): Promise<void> {
    const form = { _token: this.#token, _task: "login", _action: "login", _timezone: "UTC", _url: "" };
    const body = new URLSearchParams({ ...form, _user: this.#user, _pass: this.#user });
    const signedIn = await this.#fetch("?_task=login", { method: "POST", body });
    await signedIn.arrayBuffer();
    const mail = await (await this.#fetch(signedIn.headers.get("location") ?? "")).text();
    this.#token = found(mail, /"request_token":"([^"]+)"/);
    const list = await this.#fetch(
      `?_task=mail&_action=list&_layout=widescreen&_mbox=INBOX&_page=&_remote=1&_unlock=loading&_=${Date.now()}`,
      { headers: { "x-requested-with": "XMLHttpRequest", "x-roundcube-request": this.#token } },
    );
    const rows = (await list.text()).split("this.add_message_row(").length - 1;
    if (rows !== FIRST_ROWS) throw new Error(`Roundcube's first page has ${rows} rows`);
  }

  async signOut(): Promise<void> {
    await (await this.#fetch(`?_task=logout&_token=${this.#token}`)).arrayBuffer();
  }

  async #fetch(path: string, { headers, ...sent }: Sent = {}): Promise<Response> {
    const cookie = [...this.#cookies].map((pair) => pair.join("=")).join("; ");
    const response = await fetch(new URL(path, this.#url), {
      ...sent,
      redirect: "manual",
      headers: { ...headers, cookie },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    return response;
  }
}

function found(text: string, pattern: RegExp): string {
  const match = pattern.exec(text)?.[1];
  if (match === undefined) throw new Error(`no ${String(pattern)} in ${text.slice(0, 200)}`);
  return match;
}
