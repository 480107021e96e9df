import type { FastifyInstance } from "fastify";
import { InvalidFieldsError } from "./invalid-fields.ts";

/** JSON is the only body there is; an empty one is none. */
export function acceptOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    const text = body.toString();
    if (text === "") return done(null, undefined);
    try {
      return done(null, JSON.parse(text));
    } catch {
      // The parser's own message would quote the body, and with it a password.
      return done(new InvalidFieldsError([{ field: "body", problem: "is not JSON" }]));
    }
  });
}
