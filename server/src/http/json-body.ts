import type { FastifyInstance } from "fastify";

/** The body is not JSON. The parser's own message would quote the body, and with it a password. */
class MalformedBodyError extends Error {
  override readonly name = "MalformedBodyError";
  readonly code = "invalid";
}

/** JSON is the only body there is; an empty one is none. */
export function acceptOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    const text = body.toString();
    if (text === "") return done(null, undefined);
    try {
      return done(null, JSON.parse(text));
    } catch {
      return done(new MalformedBodyError("the body is not JSON"));
    }
  });
}
