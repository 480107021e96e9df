import "@fastify/websocket";
import { RENEWED_CLOSE_CODE } from "@popgate/shared/api/events";
import { ErrorReply } from "@popgate/shared/api/errors";
import type { FastifyInstance } from "fastify";
import { requireOwnOriginForUpgrade } from "../security/origin.ts";
import { requireLatest, requireSession } from "../security/request-session.ts";
import type { EventHub } from "./event-hub.ts";

/** A browser opens more tabs than the gateway serves. */
class TooManyPagesError extends Error {
  override readonly name = "TooManyPagesError";
  readonly code = "too-many-requests";
}

/** The WebSocket. All checks come before the upgrade: a refused one is an HTTP reply. */
export function eventRoute(app: FastifyInstance, hub: EventHub, publicUrl: URL | undefined): void {
  app.get(
    "/events",
    {
      websocket: true,
      schema: { response: { "4xx": ErrorReply, "5xx": ErrorReply } },
      preValidation: async (request) => {
        requireOwnOriginForUpgrade(request, publicUrl);
        const owner = requireLatest(requireSession(request));
        if (!hub.hasRoom(owner.id)) throw new TooManyPagesError("too many pages of one browser");
      },
    },
    (socket, request) => {
      const owner = request.browserSession;
      // Its cookie was replaced while the connection was upgraded.
      if (owner === null || owner.former !== undefined) return socket.close(RENEWED_CLOSE_CODE);
      return hub.join(owner, socket);
    },
  );
}
