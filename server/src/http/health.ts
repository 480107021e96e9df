import type { FastifyInstance } from "fastify";

/** `/livez`: the process answers. `/readyz`: it also takes new sessions. */
export function healthRoutes(app: FastifyInstance, isReady: () => boolean): void {
  app.get("/livez", { schema: { hide: true } }, () => ({ status: "alive" }));
  app.get("/readyz", { schema: { hide: true } }, (_request, reply) =>
    reply.code(isReady() ? 200 : 503).send({ status: isReady() ? "ready" : "stopping" }),
  );
}
