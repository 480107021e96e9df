import type { FastifyReply } from "fastify";

/** The reason of the signal: whoever throws it on has failed of nothing. */
class ClientGoneError extends Error {
  override readonly name = "ClientGoneError";
  readonly code = "cancelled";
}

/** Aborted when the connection closes before the whole reply was written. */
export function disconnectSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const end = () => {
    if (!reply.raw.writableFinished) controller.abort(new ClientGoneError("the client went away"));
  };
  // It may have gone while its request was read.
  if (reply.raw.destroyed) end();
  else reply.raw.once("close", end);
  return controller.signal;
}
