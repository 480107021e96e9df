import { getEmbeddedMessage, getMessage, getMessageHtml, listMessages } from "@popgate/shared/api/message";
import type { FastifyInstance } from "fastify";
import { NotFoundError } from "../http/error-handler.ts";
import type { StoredMessage } from "../messages/message-cache.ts";
import { openEmbedded } from "../messages/parts/part-stream.ts";
import { downloadRoutes } from "./downloads.ts";
import type { Gateway } from "./gateway.ts";
import { mailboxRoute } from "./mailbox-route.ts";
import { withMessage } from "./with-message.ts";

export function messageRoutes(app: FastifyInstance, gateway: Gateway): void {
  mailboxRoute(app, gateway, listMessages, (mailbox, { query }) => mailbox.rows(query), { isTrusted: true });

  mailboxRoute(app, gateway, getMessage, (mailbox, { params: { uid }, signal }) =>
    withMessage(mailbox, uid, signal, (raw) => gateway.reader.read(raw, { uid, signal })),
  );

  mailboxRoute(app, gateway, getEmbeddedMessage, (mailbox, { params: { uid, part }, signal }) =>
    withMessage(mailbox, uid, signal, async (raw) => {
      const inner = await openInner(raw, part, signal);
      return gateway.reader.read(inner, { uid, within: part, signal });
    }),
  );

  mailboxRoute(app, gateway, getMessageHtml, async (mailbox, { params: { uid }, query, reply, signal }) => {
    const { images, theme = "light", part } = query;
    const document = await withMessage(mailbox, uid, signal, async (whole) => {
      const raw = part === undefined ? whole : await openInner(whole, part, signal);
      return gateway.reader.render(raw, { allowImages: images === "allow", theme, signal });
    });
    if (document === undefined) throw new NotFoundError("this message has no HTML");
    const { html, csp, headers } = document;
    return reply
      .headers({ ...headers, "content-security-policy": csp })
      .type("text/html; charset=utf-8")
      .send(html);
  });
  downloadRoutes(app, gateway);
}

async function openInner(raw: StoredMessage, part: string, signal: AbortSignal): Promise<StoredMessage> {
  const inner = await openEmbedded(raw, part, signal);
  if (inner === undefined) throw new NotFoundError("this message has no such message inside");
  return inner;
}
