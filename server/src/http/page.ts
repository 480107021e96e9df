import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sendNotFound } from "./error-handler.ts";

export interface PageOptions {
  /** The folder with the built page. */
  readonly directory: string;
  /** With a slash at its end. */
  readonly basePath: string;
}

const NOT_BUILT = `<!doctype html><title>Popgate</title>
<p>The page is not built. Run <code>npm start</code> in the project's folder, or <code>npm run dev</code> to work on it.</p>
`;

/** The page: hashed assets for ever, and `index.html` for every address that the page itself understands. */
export async function addPage(app: FastifyInstance, { directory, basePath }: PageOptions): Promise<void> {
  const index = readIndex(directory, basePath);
  const sendIndex = (reply: FastifyReply, status = 200) =>
    reply
      .code(index === undefined ? 503 : status)
      .type("text/html; charset=utf-8")
      .header("cache-control", "no-cache")
      .send(index ?? NOT_BUILT);

  if (index !== undefined) {
    await app.register(fastifyStatic, {
      root: directory,
      index: false,
      wildcard: false,
      globIgnore: ["**/*.html", "**/*.map"],
      cacheControl: false,
      setHeaders: (reply, path) => {
        // Vite puts a hash of the content into the name of what is in `assets`.
        const isHashed = path.startsWith(join(directory, "assets"));
        reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  }
  app.get("/", { schema: { hide: true }, exposeHeadRoute: true }, (_request, reply) => sendIndex(reply));
  app.setNotFoundHandler((request, reply) =>
    isPageAddress(request, basePath) ? sendIndex(reply) : sendNotFound(request, reply),
  );
}

/** One build serves at every path: only `<base>` differs, and it is written at start. */
function readIndex(directory: string, basePath: string): string | undefined {
  const file = join(directory, "index.html");
  if (!existsSync(file)) return undefined;
  const html = readFileSync(file, "utf8");
  const base = `<base href="${basePath}" />`;
  return /<base\s[^>]*>/.test(html)
    ? html.replace(/<base\s[^>]*>/, base)
    : html.replace(/<head[^>]*>/, (head) => `${head}${base}`);
}

/** A navigation to an address without a file's ending, outside the API. */
function isPageAddress(request: FastifyRequest, basePath: string): boolean {
  const path = request.url.split("?")[0] ?? "";
  if (!["GET", "HEAD"].includes(request.method) || !path.startsWith(basePath)) return false;
  if (path.startsWith(`${basePath}api/`) || /\.[a-z0-9]+$/i.test(path)) return false;
  return (request.headers.accept ?? "").includes("text/html");
}
