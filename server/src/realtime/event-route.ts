import "@fastify/websocket";
import { ErrorReply } from "@popgate/shared/api/errors";
import { ClientEvent, RENEWED_CLOSE_CODE } from "@popgate/shared/api/events";
import type { FastifyInstance } from "fastify";
import { requireOwnOriginForUpgrade } from "../security/origin.ts";
import { requireLatest, requireSession } from "../security/request-session.ts";
import type { EventHub } from "./event-hub.ts";
import { socketLine } from "./socket-line.ts";

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
        hub.requireRoom(owner.id);
      },
    },
    (socket, request) => {
      const owner = request.browserSession;
      if (owner === null || owner.former !== undefined) {
        // Its cookie was replaced while the connection was upgraded.
        socket.close(RENEWED_CLOSE_CODE);
        return;
      }
      const hear = hub.join(owner, socketLine(socket));
      socket.on("message", (data: Buffer, isBinary: boolean) => {
        hear(isBinary ? undefined : readEvent(data.toString()));
      });
    },
  );
}

function readEvent(text: string): ClientEvent | undefined {
  try {
    const result = ClientEvent.safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
