import { createServer } from "node:http";
import type { Theme } from "../hostile-mail.ts";
import type { Reply } from "./walls.ts";
import { listen } from "../../support/line/listen.ts";

/** A reader with few walls or none: what stands between the mail and the browser is in the replies. */
export interface NaiveServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Believes that a name of the page means what it meant when the page was written. */
const GADGET =
  "<script>if(window.config){const u=config.url??config;setTimeout(String(u.value??u.href??u.data??u.src??u.textContent??u))}</script>";

/**
 * `/page?ids=…` holds a frame for each mail, `/mail/<id>` is one, `/inside/<id>` is a page with a mail in
 * it and no frame between.
 *
 * @param sandbox of the frames; none if undefined
 */
export async function startNaiveServer(
  themes: readonly Theme[],
  replies: ReadonlyMap<string, Reply>,
  sandbox: string | undefined,
): Promise<NaiveServer> {
  const attribute = sandbox === undefined ? "" : ` sandbox="${sandbox}"`;
  const believing = new Set(
    themes.filter(({ hasGadget }) => hasGadget).flatMap(({ mails }) => mails.map(({ id }) => id)),
  );
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://page.localhost");
    const [, kind, id = ""] = url.pathname.split("/");
    const reply = replies.get(id);
    if (kind === "page") {
      const ids = url.searchParams.get("ids")?.split(",") ?? [];
      const frames = ids.map((each) => `<iframe src="/mail/${each}"${attribute}></iframe>`);
      response.writeHead(200, { "content-type": "text/html" }).end(`<title>Inbox</title>${frames.join("")}`);
    } else if (kind === "inside") {
      const mail =
        sandbox === undefined
          ? (reply?.body.toString("utf8") ?? "")
          : `<iframe src="/mail/${id}"${attribute} style="width:600px;height:300px"></iframe>`;
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(insidePage(mail));
    } else if (kind === "mail" && reply !== undefined) {
      response.writeHead(200, reply.headers);
      response.end(believing.has(id) ? Buffer.concat([reply.body, Buffer.from(GADGET)]) : reply.body);
    } else {
      response.writeHead(404).end();
    }
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${String(port)}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function insidePage(mail: string): string {
  return `<!doctype html><body style="margin:0"><h1 id="heading" style="margin:0;height:200px">Inbox</h1><main>${mail}</main>`;
}
