import { getServers } from "@popgate/shared/api/mailbox";
import type { FastifyInstance } from "fastify";
import { contractRoute } from "../http/contract-route.ts";
import type { Gateway } from "./gateway.ts";

export function serverRoutes(app: FastifyInstance, { servers, keeping }: Gateway): void {
  contractRoute(app, getServers, () => ({ ...servers, keeping: keeping() }));
}
