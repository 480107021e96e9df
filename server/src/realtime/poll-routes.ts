import { randomBytes } from "node:crypto";
import { openEventPage, pollEvents, tellEvent } from "@popgate/shared/api/event-pages";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { contractRoute } from "../http/contract-route.ts";
import { NotFoundError } from "../http/error-handler.ts";
import { requireSession } from "../security/request-session.ts";
import type { EventHub, Hear } from "./event-hub.ts";
import { PolledLine } from "./polled-line.ts";

interface PolledPage {
  readonly ownerId: string;
  readonly line: PolledLine;
  readonly hear: Hear;
}

/** The events for pages behind a proxy that lets no WebSocket through. */
export function pollRoutes(app: FastifyInstance, hub: EventHub): void {
  const pages = new Map<string, PolledPage>();
  const pageOf = (request: FastifyRequest, id: string): PolledPage => {
    const page = pages.get(id);
    if (page?.ownerId === requireSession(request).id) return page;
    throw new NotFoundError("no such page: it was not heard of for long, or its session was renewed");
  };
  const guard = requireSession;
  contractRoute(
    app,
    openEventPage,
    ({ request }) => {
      const owner = requireSession(request);
      hub.requireRoom(owner.id);
      const id = randomBytes(12).toString("base64url");
      const line = new PolledLine();
      line.onClose(() => pages.delete(id));
      pages.set(id, { ownerId: owner.id, line, hear: hub.join(owner, line) });
      return { page: id };
    },
    { guard },
  );
  contractRoute(
    app,
    pollEvents,
    async ({ request, params, signal }) => ({
      events: [...(await pageOf(request, params.page).line.take(signal))],
    }),
    { guard, isLong: true },
  );
  contractRoute(app, tellEvent, ({ request, params, body }) => pageOf(request, params.page).hear(body), {
    guard,
  });
}
