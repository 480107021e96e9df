import { once } from "node:events";
import type { Readable } from "node:stream";
import {
  getEmbeddedMessage,
  getMessage,
  getMessageHtml,
  getMessagePart,
  getMessageRaw,
  getMessageTop,
  listMessages,
} from "@popgate/shared/api/message";
import type { FastifyInstance } from "fastify";
import { NotFoundError } from "../http/error-handler.ts";
import type { StoredMessage } from "../messages/message-cache.ts";
import { MessageError } from "../messages/message-error.ts";
import { renderHtml } from "../messages/inline-pictures.ts";
import { readMessage } from "../messages/message-view.ts";
import { openEmbedded, openPart } from "../messages/part-stream.ts";
import type { MailSession } from "../sessions/mail-session.ts";
import { downloadHeaders } from "./download-headers.ts";
import type { Gateway } from "./gateway.ts";
import { mailboxRoute } from "./mailbox-route.ts";

const SOURCE_TYPE = "text/plain; charset=utf-8";

export function messageRoutes(app: FastifyInstance, gateway: Gateway): void {
  mailboxRoute(app, gateway, listMessages, (mailbox, { query }) => mailbox.rows(query), { isTrusted: true });

  mailboxRoute(app, gateway, getMessage, (mailbox, { params: { uid }, signal }) =>
    withMessage(mailbox, uid, signal, (raw) => readMessage(raw, { uid, signal })),
  );

  mailboxRoute(app, gateway, getEmbeddedMessage, (mailbox, { params: { uid, part }, signal }) =>
    withMessage(mailbox, uid, signal, async (raw) => {
      const inner = await openInner(raw, part, signal);
      return readMessage(inner, { uid, within: part, signal });
    }),
  );

  mailboxRoute(app, gateway, getMessageTop, async (mailbox, { params, query, reply, signal }) => {
    const octets = await mailbox.top(params.uid, query.lines, signal);
    return downloadHeaders(reply, { contentType: SOURCE_TYPE, filename: "", isText: true }).send(octets);
  });
  documentRoutes(app, gateway);
}

/** What leaves as a document or a file of its own, as a stream. */
function documentRoutes(app: FastifyInstance, gateway: Gateway): void {
  mailboxRoute(app, gateway, getMessageHtml, async (mailbox, { params: { uid }, query, reply, signal }) => {
    const { images, theme = "light", part } = query;
    const document = await withMessage(mailbox, uid, signal, async (whole) => {
      const raw = part === undefined ? whole : await openInner(whole, part, signal);
      const message = await readMessage(raw, { uid, signal });
      return renderHtml(raw, message, { allowImages: images === "allow", theme, signal });
    });
    if (document === undefined) throw new NotFoundError("this message has no HTML");
    const { html, csp, headers } = document;
    return reply
      .headers({ ...headers, "content-security-policy": csp })
      .type("text/html; charset=utf-8")
      .send(html);
  });

  mailboxRoute(app, gateway, getMessageRaw, async (mailbox, { params: { uid }, query, reply, signal }) => {
    const { octets, stream } = await withMessage(mailbox, uid, signal, openWhole);
    const isText = query.download !== "1";
    const contentType = isText ? SOURCE_TYPE : "message/rfc822";
    const filename = `message-${uid.replace(/[^\w.-]/g, "_")}.eml`;
    return downloadHeaders(reply, { contentType, filename, isText, octets }).send(stream);
  });

  mailboxRoute(app, gateway, getMessagePart, async (mailbox, { params: { uid, part }, reply, signal }) => {
    const opened = await withMessage(mailbox, uid, signal, (raw) => openPart(raw, part, signal));
    if (opened === undefined) throw new NotFoundError("this message has no such part");
    return downloadHeaders(reply, opened).send(opened.stream);
  });
}

async function openInner(raw: StoredMessage, part: string, signal: AbortSignal): Promise<StoredMessage> {
  const inner = await openEmbedded(raw, part, signal);
  if (inner === undefined) throw new NotFoundError("this message has no such message inside");
  return inner;
}

/** Works on a message; once more where it left the cache between looking it up and reading it. */
async function withMessage<Value>(
  mailbox: MailSession,
  uid: string,
  signal: AbortSignal,
  work: (raw: StoredMessage) => Promise<Value>,
): Promise<Value> {
  try {
    return await work(await mailbox.fetch(uid, signal));
  } catch (error) {
    if (!(error instanceof MessageError) || error.code !== "forgotten") throw error;
    return work(await mailbox.fetchAgain(uid, signal));
  }
}

/** Begins to read, so that what fails at its beginning fails before the reply has begun. */
async function openWhole(raw: StoredMessage): Promise<{ octets: number; stream: Readable }> {
  const stream = raw.read();
  await once(stream, "readable");
  return { octets: raw.octets, stream };
}
