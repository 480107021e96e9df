import { once } from "node:events";
import {
  cancelExport,
  downloadExport,
  exportMessages,
  getExport,
  listExports,
  markArchived,
  prepareExport,
} from "@popgate/shared/api/export";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { requireSession } from "../../security/request-session.ts";
import type { ExportJob } from "../../sessions/bulk/export-job.ts";
import { downloadHeaders } from "../download-headers.ts";
import type { Gateway } from "../gateway.ts";
import { mailboxRoute } from "../mailbox-route.ts";

/** 100,000 unique-ids at their longest (RFC 1939 §7: 70 characters). */
const EXPORT_BODY_OCTETS = 16 * 1024 * 1024;

/** Messages as one file: mbox, zip, or an archive whose content may be marked afterwards. */
export function exportRoutes(app: FastifyInstance, gateway: Gateway): void {
  mailboxRoute(app, gateway, exportMessages, async (mailbox, { query, request, reply }) => {
    const uids = typeof query.uids === "string" ? [query.uids] : query.uids;
    const job = await mailbox.bulk.prepareExport({ uids, format: query.format });
    return sendExport(gateway, job, request, reply);
  });
  mailboxRoute(
    app,
    gateway,
    prepareExport,
    async (mailbox, { body }) => (await mailbox.bulk.prepareExport(body)).view(),
    { bodyLimit: EXPORT_BODY_OCTETS },
  );
  mailboxRoute(app, gateway, listExports, (mailbox) => ({
    items: mailbox.bulk.exports().map((job) => job.view()),
  }));
  mailboxRoute(app, gateway, getExport, (mailbox, { params }) => mailbox.bulk.export(params.job).view());
  mailboxRoute(app, gateway, downloadExport, (mailbox, { params, request, reply }) =>
    sendExport(gateway, mailbox.bulk.export(params.job), request, reply),
  );
  mailboxRoute(app, gateway, cancelExport, (mailbox, { params }) => {
    mailbox.bulk.export(params.job).cancel();
  });
  mailboxRoute(
    app,
    gateway,
    markArchived,
    (mailbox, { params, body, signal }) => mailbox.bulk.markArchived(params.job, body, signal),
    { isLong: true },
  );
}

/** It begins to read before it replies, so that what fails at its beginning fails with a status. */
async function sendExport(
  { vault }: Gateway,
  job: ExportJob,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const stream = job.open();
  // A connection that is lost on the way is made again, whether or not a page is open.
  const release = vault.hold(requireSession(request));
  reply.raw.once("close", () => {
    release();
    stream.destroy();
    job.ended(reply.raw.writableFinished);
  });
  try {
    await once(stream, "readable");
  } catch (error) {
    job.ended(false, error);
    throw error;
  }
  return downloadHeaders(reply, {
    contentType: job.format === "mbox" ? "application/mbox" : "application/zip",
    filename: job.filename,
    purpose: "save",
  }).send(stream);
}
