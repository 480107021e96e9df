import { getLiveness, getReadiness, type Readiness } from "@popgate/shared/api/gateway";
import type { FastifyInstance } from "fastify";
import { contractRoute } from "./contract-route.ts";

export interface Health {
  /** Whether new sessions are taken. */
  readonly isReady: boolean;
  readonly store: Readiness["store"];
}

/** The process answers, but not for long. */
class StoppingError extends Error {
  override readonly name = "StoppingError";
  readonly code = "stopping";
}

/**
 * A store that fails does not make the gateway unready: people go on reading, and another gateway would
 * have the same store.
 */
export function healthRoutes(app: FastifyInstance, health: () => Health): void {
  contractRoute(app, getLiveness, () => ({ status: "alive" }) as const);
  contractRoute(app, getReadiness, () => {
    const { isReady, store } = health();
    if (!isReady) throw new StoppingError("the gateway stops");
    return { status: "ready", store } as const;
  });
}
