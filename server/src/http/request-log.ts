import type { FastifyInstance } from "fastify";

/** One line for each reply: the route, never the URL, whose query and ids are the person's business. */
export function addRequestLog(app: FastifyInstance): void {
  app.addHook("onResponse", async (request, reply) => {
    request.log.debug({ req: request, res: reply, ms: Math.round(reply.elapsedTime) }, "replied");
  });
}
