import type { FastifyInstance } from "fastify";

export interface Health {
  /** Whether new sessions are taken. */
  readonly isReady: boolean;
  /** Where sign-ins and read messages are kept. */
  readonly store: "memory" | "sqlite" | "redis";
  /** Memory stands in for it: what is kept now ends with the process. */
  readonly storeFailed: boolean;
}

/**
 * `/livez`: the process answers. `/readyz`: it also takes new sessions. A store that fails does not
 * make it unready: people go on reading, and another gateway would have the same store.
 */
export function healthRoutes(app: FastifyInstance, health: () => Health): void {
  app.get("/livez", { schema: { hide: true } }, () => ({ status: "alive" }));
  app.get("/readyz", { schema: { hide: true } }, (_request, reply) => {
    const { isReady, store, storeFailed } = health();
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? "ready" : "stopping",
      store: { kind: store, status: storeFailed ? "failed" : "ok" },
    });
  });
}
