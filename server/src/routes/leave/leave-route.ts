import { makeLeaveLinks } from "@popgate/shared/api/leave";
import type { FastifyInstance } from "fastify";
import { contractRoute } from "../../http/contract-route.ts";
import { leaveUrl, openLink } from "../../messages/trust/sealed-link.ts";
import { requireSession } from "../../security/request-session.ts";
import type { Gateway } from "../gateway.ts";
import { LEAVE_HEADERS, leavePage, noWayPage } from "./leave-page.ts";

/** 500 addresses of 2,000 characters, three times as many octets where they are escaped. */
const LINKS_BODY_OCTETS = 4 * 1024 * 1024;

/**
 * The page between a mail and where its link leads. It needs no sign-in, asks nothing of anybody, and
 * never leads on by itself.
 */
export function leavePageRoute(app: FastifyInstance, { leave }: Gateway): void {
  app.get("/leave", { schema: { hide: true } }, (request, reply) => {
    // A query is text or, where a name is repeated, a list: only the first is ours.
    const { to } = request.query as { readonly to?: unknown };
    const key = leave.keyOf(request);
    const link = key === undefined || typeof to !== "string" ? undefined : openLink(key, to);
    void reply.headers(LEAVE_HEADERS);
    return link === undefined ? reply.code(404).send(noWayPage()) : reply.send(leavePage(link));
  });
}

/** Links that the page finds in a text. */
export function leaveLinkRoutes(app: FastifyInstance, { leave }: Gateway): void {
  contractRoute(
    app,
    makeLeaveLinks,
    ({ body, request, reply }) => {
      const way = leave.wayFor(requireSession(request), reply);
      const linkOf = (target: string) =>
        leaveUrl(way, { target: new URL(target).href, words: undefined }) ?? null;
      return { links: body.targets.map(linkOf) };
    },
    { guard: requireSession, bodyLimit: LINKS_BODY_OCTETS },
  );
}
