import { listUids, previewCleanup } from "@popgate/shared/api/bulk";
import type { FastifyInstance } from "fastify";
import { bodySearchRoutes } from "./body-search.ts";
import { exportRoutes } from "./exports.ts";
import type { Gateway } from "../gateway.ts";
import { mailboxRoute } from "../mailbox-route.ts";

/** What is done with many messages at once. */
export function bulkRoutes(app: FastifyInstance, gateway: Gateway): void {
  mailboxRoute(app, gateway, listUids, (mailbox, { query }) => mailbox.bulk.uids(query), {
    isLong: true,
  });
  mailboxRoute(app, gateway, previewCleanup, (mailbox, { body }) => mailbox.bulk.cleanup(body), {
    isLong: true,
  });
  bodySearchRoutes(app, gateway);
  exportRoutes(app, gateway);
}
