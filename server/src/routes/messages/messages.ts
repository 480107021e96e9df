import {
  getEmbeddedMessage,
  getMessage,
  getMessageBeginning,
  getMessageHtml,
  listMessages,
} from "@popgate/shared/api/message";
import { getMessageStructure } from "@popgate/shared/api/structure";
import type { FastifyInstance } from "fastify";
import { NotFoundError } from "../../http/error-handler.ts";
import { MemoryMessage } from "../../messages/store/memory-message.ts";
import { downloadRoutes } from "./downloads.ts";
import type { Gateway } from "../gateway.ts";
import { mailboxRoute } from "../mailbox-route.ts";
import { requireSession } from "../../security/request-session.ts";
import { innerOr, withMessage } from "./opened-message.ts";

export function messageRoutes(app: FastifyInstance, gateway: Gateway): void {
  mailboxRoute(app, gateway, listMessages, (mailbox, { query }) => mailbox.rows(query), { isLong: true });

  mailboxRoute(app, gateway, getMessage, (mailbox, { params: { uid }, signal }) =>
    withMessage(mailbox, uid, signal, (raw) => gateway.reader.read(raw, { uid, signal })),
  );

  mailboxRoute(app, gateway, getEmbeddedMessage, (mailbox, { params: { uid, part }, signal }) =>
    withMessage(mailbox, uid, signal, async (raw) => {
      const inner = await innerOr(raw, part, signal);
      return gateway.reader.read(inner, { uid, within: part, signal });
    }),
  );

  mailboxRoute(app, gateway, getMessageBeginning, async (mailbox, { params: { uid }, query, signal }) => {
    const octets = await mailbox.top(uid, query.lines, signal);
    const message = await gateway.reader.read(new MemoryMessage(octets), { uid, signal });
    // Where it ends is our doing: that parts are missing or cut says nothing about the message.
    return { ...message, attachments: [], calendar: null, notices: [] };
  });

  mailboxRoute(app, gateway, getMessageStructure, (mailbox, { params: { uid }, query: { part }, signal }) =>
    withMessage(mailbox, uid, signal, async (whole) =>
      gateway.reader.structure(await innerOr(whole, part, signal), { within: part, signal }),
    ),
  );

  mailboxRoute(
    app,
    gateway,
    getMessageHtml,
    async (mailbox, { params: { uid }, query, request, reply, signal }) => {
      const { images, theme = "light", part } = query;
      const leave = gateway.leave.wayFor(requireSession(request), reply);
      const document = await withMessage(mailbox, uid, signal, async (whole) => {
        const raw = await innerOr(whole, part, signal);
        return gateway.reader.render(raw, { allowImages: images === "allow", theme, leave, signal });
      });
      if (document === undefined) throw new NotFoundError("this message has no HTML");
      const { html, csp, headers } = document;
      return reply
        .headers({ ...headers, "content-security-policy": csp })
        .type("text/html; charset=utf-8")
        .send(html);
    },
  );
  downloadRoutes(app, gateway);
}
