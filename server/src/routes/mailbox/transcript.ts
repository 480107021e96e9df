import { getTranscript } from "@popgate/shared/api/transcript";
import type { FastifyInstance } from "fastify";
import type { Gateway } from "../gateway.ts";
import { mailboxRoute } from "../mailbox-route.ts";

export function transcriptRoutes(app: FastifyInstance, gateway: Gateway): void {
  mailboxRoute(app, gateway, getTranscript, (mailbox, { query }) => mailbox.transcriptAfter(query.after), {
    isLong: true,
  });
}
