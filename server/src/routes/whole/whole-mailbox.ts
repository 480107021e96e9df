import { listUids, previewCleanup } from "@popgate/shared/api/whole-mailbox";
import type { FastifyInstance } from "fastify";
import { bodySearchRoutes } from "./body-search.ts";
import { exportRoutes } from "./exports.ts";
import type { Gateway } from "../gateway.ts";
import { mailboxRoute } from "../mailbox-route.ts";

/** What is done with many messages at once. */
export function wholeMailboxRoutes(app: FastifyInstance, gateway: Gateway): void {
  mailboxRoute(app, gateway, listUids, (mailbox, { query }) => mailbox.whole.uids(query), {
    isLong: true,
  });
  mailboxRoute(app, gateway, previewCleanup, (mailbox, { body }) => mailbox.whole.cleanup(body), {
    isLong: true,
  });
  bodySearchRoutes(app, gateway);
  exportRoutes(app, gateway);
}
