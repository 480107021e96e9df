import {
  cancelBodySearch,
  getBodySearch,
  getBodySearchCost,
  startBodySearch,
} from "@popgate/shared/api/body-search";
import type { FastifyInstance } from "fastify";
import type { Gateway } from "../gateway.ts";
import { mailboxRoute } from "../mailbox-route.ts";

/** A million unique-ids of 20 characters, and room for their quotes. */
const SCOPE_BODY_OCTETS = 32 * 1024 * 1024;

export function bodySearchRoutes(app: FastifyInstance, gateway: Gateway): void {
  const withScope = { bodyLimit: SCOPE_BODY_OCTETS };
  mailboxRoute(
    app,
    gateway,
    getBodySearchCost,
    (mailbox, { body }) => mailbox.bulk.bodySearchCost(body.uids),
    withScope,
  );
  mailboxRoute(
    app,
    gateway,
    startBodySearch,
    (mailbox, { body }) => mailbox.bulk.bodySearch.start(body),
    withScope,
  );
  mailboxRoute(app, gateway, getBodySearch, (mailbox) => mailbox.bulk.bodySearch.view());
  mailboxRoute(app, gateway, cancelBodySearch, (mailbox, { params }) =>
    mailbox.bulk.bodySearch.cancel(params.job),
  );
}
