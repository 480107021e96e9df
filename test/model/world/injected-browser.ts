import type { WebSocket } from "ws";
import type { buildApp } from "@popgate/server/app";
import { ServerEvent } from "@popgate/shared/api/events";

export interface Answer<Body> {
  readonly status: number;
  /** What the contract promises for this status; the caller names it. */
  readonly body: Body;
}

/** The WebSocket plug-in adds its method to Fastify's type where it is a dependency, which is not here. */
type App = Awaited<ReturnType<typeof buildApp>> & {
  injectWS(
    path: string,
    request: { readonly headers: Record<string, string>; readonly rawHeaders: readonly string[] },
  ): Promise<WebSocket>;
};

const HOST = "popgate.example";

let browsers = 0;

/** A browser that speaks to a gateway in the same process: keeps its cookie and an address of its own. */
export class InjectedBrowser {
  readonly #app: App;
  readonly #address: string;
  #cookie: string | undefined;

  constructor(app: Awaited<ReturnType<typeof buildApp>>, cookie?: string) {
    // As above: the method is there.
    this.#app = app as App;
    this.#cookie = cookie;
    browsers += 1;
    // Each from a network of its own: sign-ins are counted by address, and guessing is not tested here.
    this.#address = `10.${(browsers >> 16) & 255}.${(browsers >> 8) & 255}.${browsers & 255}`;
  }

  get cookie(): string | undefined {
    return this.#cookie;
  }

  async call<Body>(
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    body?: object,
  ): Promise<Answer<Body>> {
    const reply = await this.#app.inject({
      method,
      url: `/api/v1${path}`,
      remoteAddress: this.#address,
      headers: {
        host: HOST,
        "sec-fetch-site": "same-origin",
        ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { payload: body }),
    });
    const [set] = [reply.headers["set-cookie"] ?? []].flat();
    if (set !== undefined) this.#cookie = set.split(";")[0];
    // The caller names what the contract promises; a test that is wrong about that fails on it.
    return { status: reply.statusCode, body: (reply.body === "" ? undefined : parsed(reply.body)) as Body };
  }

  /** Opens a page: events come to `hear` until the returned function closes it. */
  async look(hear: (event: ServerEvent) => void): Promise<() => void> {
    const socket: WebSocket = await this.#app.injectWS("/api/v1/events", {
      headers: { host: HOST, origin: `http://${HOST}`, cookie: this.#cookie ?? "" },
      // As Node has them, which this way of asking leaves out.
      rawHeaders: ["host", HOST],
    });
    socket.on("message", (data: Buffer) => hear(ServerEvent.parse(JSON.parse(data.toString()))));
    return () => socket.terminate();
  }
}

/** A document or a file is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
