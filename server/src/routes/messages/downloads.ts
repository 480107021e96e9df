import { once } from "node:events";
import { getAttachmentsZip, getMessagePart, getMessageRaw, getMessageTop } from "@popgate/shared/api/message";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { NotFoundError } from "../../http/error-handler.ts";
import { attachmentsZip } from "../../messages/parts/attachments-zip.ts";
import type { StoredMessage } from "../../messages/store/message-cache.ts";
import { partFacts, readPart, readPartText, type PartFacts } from "../../messages/parts/part-facts.ts";
import { downloadHeaders } from "../download-headers.ts";
import type { Gateway } from "../gateway.ts";
import { mailboxRoute } from "../mailbox-route.ts";
import { sendRanged } from "./ranged-download.ts";
import { innerOr, withMessage } from "./opened-message.ts";

const SOURCE_TYPE = "text/plain; charset=utf-8";

/** What leaves as octets: the source, a part, all parts. */
export function downloadRoutes(app: FastifyInstance, gateway: Gateway): void {
  mailboxRoute(app, gateway, getMessageTop, async (mailbox, { params, query, reply, signal }) => {
    const octets = await mailbox.top(params.uid, query.lines, signal);
    return downloadHeaders(reply, { contentType: SOURCE_TYPE, filename: "", purpose: "source" }).send(octets);
  });

  mailboxRoute(app, gateway, getMessageRaw, (mailbox, { params: { uid }, query, request, reply, signal }) =>
    withMessage(mailbox, uid, signal, (raw) =>
      sendRanged(request, reply, {
        ...(query.download === "1"
          ? { contentType: "message/rfc822", purpose: "save" }
          : { contentType: SOURCE_TYPE, purpose: "source" }),
        filename: `message-${safeUid(uid)}.eml`,
        octets: raw.octets,
        validator: raw.sha256,
        open: (range) => raw.read(range),
      }),
    ),
  );

  mailboxRoute(app, gateway, getMessagePart, (mailbox, { params, query, request, reply, signal }) =>
    withMessage(mailbox, params.uid, signal, async (raw) => {
      const facts = await partFacts(raw, params.part, signal);
      if (facts === undefined) throw new NotFoundError("this message has no such part");
      return sendPart({ request, reply, raw, part: params.part, facts, signal, view: query.view });
    }),
  );

  mailboxRoute(app, gateway, getAttachmentsZip, (mailbox, { params: { uid }, query, reply, signal }) =>
    withMessage(mailbox, uid, signal, async (whole) => {
      const stream = attachmentsZip(await innerOr(whole, query.part, signal), signal);
      await once(stream, "readable");
      const name = query.part === undefined ? safeUid(uid) : `${safeUid(uid)}-${safeUid(query.part)}`;
      const filename = `attachments-${name}.zip`;
      return downloadHeaders(reply, { contentType: "application/zip", filename, purpose: "save" }).send(
        stream,
      );
    }),
  );
}

interface PartRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly raw: StoredMessage;
  readonly part: string;
  readonly facts: PartFacts;
  readonly view: "inline" | undefined;
  readonly signal: AbortSignal;
}

async function sendPart({
  request,
  reply,
  raw,
  part,
  facts,
  view,
  signal,
}: PartRequest): Promise<FastifyReply> {
  if (view === "inline" && facts.preview === undefined) {
    throw new NotFoundError("this part cannot be shown: it can be saved");
  }
  const { filename, contentType, octets } = facts;
  if (view === "inline" && facts.preview === "text") {
    const text = await readPartText(raw, part, facts, signal);
    return downloadHeaders(reply, { contentType: SOURCE_TYPE, filename, purpose: "preview" }).send(text);
  }
  return sendRanged(request, reply, {
    filename,
    contentType,
    octets,
    purpose: view === "inline" ? "preview" : "save",
    validator: `${raw.sha256}-${part}-${octets}`,
    open: async (range) => {
      const stream = await readPart(raw, part, range, signal);
      if (stream === undefined) throw new NotFoundError("this message has no such part");
      return stream;
    },
  });
}

function safeUid(uid: string): string {
  return uid.replace(/[^\w.-]/g, "_");
}
