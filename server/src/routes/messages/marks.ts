import { changeMarks, getMarks, markMessage, patchMessage, unmarkMessage } from "@popgate/shared/api/message";
import type { FastifyInstance } from "fastify";
import type { Gateway } from "../gateway.ts";
import { mailboxRoute } from "../mailbox-route.ts";

/** 100,000 unique-ids each way, at their longest (RFC 1939 §7: 70 characters). */
const MARKS_BODY_OCTETS = 16 * 1024 * 1024;

export function markRoutes(app: FastifyInstance, gateway: Gateway): void {
  mailboxRoute(app, gateway, markMessage, (mailbox, { params, query }) =>
    mailbox.mark(params.uid, query.generation),
  );
  mailboxRoute(app, gateway, unmarkMessage, (mailbox, { params }) =>
    mailbox.changeMarks({ add: [], remove: [params.uid] }),
  );
  mailboxRoute(app, gateway, getMarks, (mailbox) => mailbox.marks(), { isLong: true });
  mailboxRoute(app, gateway, changeMarks, (mailbox, { body }) => mailbox.changeMarks(body), {
    bodyLimit: MARKS_BODY_OCTETS,
    isLong: true,
  });
  mailboxRoute(app, gateway, patchMessage, (mailbox, { params, body }) => mailbox.patch(params.uid, body));
}
