import type { Contract } from "@popgate/shared/api/contract";
import type { FastifyInstance } from "fastify";
import {
  contractRoute,
  type RouteContext,
  type RouteOptions,
  type RouteResult,
} from "../http/contract-route.ts";
import { NotFoundError } from "../http/error-handler.ts";
import { seesMailbox } from "../security/browser-session.ts";
import { requireSession } from "../security/request-session.ts";
import type { MailSession } from "../sessions/mail-session.ts";
import type { Gateway } from "./gateway.ts";

/**
 * A route below `/mailboxes/:id`: finds the mailbox among those of the browser that asks, and keeps
 * its password openable until the answer is known, even if the browser does not wait for it.
 */
export function mailboxRoute<const C extends Contract>(
  app: FastifyInstance,
  gateway: Gateway,
  contract: C,
  handler: (mailbox: MailSession, context: RouteContext<C>) => RouteResult<C> | Promise<RouteResult<C>>,
  options: Omit<RouteOptions, "guard"> = {},
): void {
  contractRoute(
    app,
    contract,
    async (context) => {
      const owner = requireSession(context.request);
      // Every contract below `/mailboxes/:id` has it; the generic cannot say so.
      const { id } = context.params as { id: string };
      const mailbox = seesMailbox(owner, id) ? gateway.sessions.find(owner.id, id) : undefined;
      if (mailbox === undefined) throw new NotFoundError("no such mailbox in this browser session");
      const release = gateway.vault.hold(owner);
      try {
        return await handler(mailbox, context);
      } finally {
        release();
      }
    },
    { ...options, guard: requireSession },
  );
}
