import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { APP_HEADERS } from "./app-headers.ts";
import { ContractBreachError } from "./contract-json.ts";
import { errorAnswer, type ErrorAnswer } from "./error-reply.ts";

/** Every error of every route is answered here; only what nobody foresaw is logged as an error. */
export function addErrorReplies(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const given = errorAnswer(error);
    if (given.status === 500) logUnexpected(request.log, error, { req: request });
    return sendError(reply, given);
  });
}

/** Of an error that nobody foresaw the log tells no message, which may quote mail; where a contract was broken it may. */
export function logUnexpected(log: FastifyBaseLogger, error: unknown, facts: object = {}): void {
  log.error(
    { ...facts, err: error },
    error instanceof ContractBreachError ? error.message : "unexpected error",
  );
}

/** For an address that the router cannot read; it quotes it, which we do not. */
export function answerRouterError(error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  // It runs no hooks, which add the headers elsewhere.
  void reply.headers({ ...APP_HEADERS, "cache-control": "no-store" });
  void sendError(reply, errorAnswer(error));
}

/** For a path that no route has. */
export function sendNotFound(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendError(reply, errorAnswer(new NotFoundError("no such path")));
}

/** There is no such thing, or it is not this browser's: the two must look alike. */
export class NotFoundError extends Error {
  override readonly name = "NotFoundError";
  readonly code = "not-found";
}

function sendError(reply: FastifyReply, { status, error }: ErrorAnswer): FastifyReply {
  if (error.retryAfterMs !== undefined) {
    void reply.header("retry-after", String(Math.ceil(error.retryAfterMs / 1000)));
  }
  // The headers of a document or a download would dress the error up as one.
  for (const name of ["content-disposition", "content-length", "content-type"]) void reply.removeHeader(name);
  return reply.code(status).type("application/json").send({ error });
}
