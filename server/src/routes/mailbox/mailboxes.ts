import { checkUpMailbox } from "@popgate/shared/api/check-up";
import {
  closeElsewhere,
  closeMailbox,
  commitMailbox,
  getElsewhere,
  getMailbox,
  getServers,
  getUnsettled,
  listMailboxes,
  openMailbox,
  refreshMailbox,
  resetMailbox,
  takeOverMailbox,
} from "@popgate/shared/api/mailbox";
import { getTranscript } from "@popgate/shared/api/transcript";
import type { FastifyInstance } from "fastify";
import { contractRoute } from "../../http/contract-route.ts";
import { seesMailbox } from "../../security/browser-session.ts";
import { clearSessionCookie } from "../../security/session-cookie.ts";
import type { Gateway } from "../gateway.ts";
import { mailboxRoute } from "../mailbox-route.ts";
import { signIn } from "./sign-in.ts";

/** A million unique-ids of 20 characters, and room for their quotes. */
const COMMIT_BODY_OCTETS = 32 * 1024 * 1024;

/** Servers to choose from, signing in and out, and what a mailbox is asked as a whole. */
export function mailboxRoutes(app: FastifyInstance, gateway: Gateway): void {
  contractRoute(app, getServers, () => ({ ...gateway.servers, keeping: gateway.keeping() }));
  contractRoute(app, openMailbox, ({ body, request, reply, signal }) =>
    signIn(gateway, body, request, reply, signal),
  );
  // A browser that never signed in has no mailboxes; that is no error.
  contractRoute(app, listMailboxes, ({ request: { browserSession } }) => {
    if (browserSession === null) return { items: [] };
    const mailboxes = gateway.sessions.of(browserSession.id);
    const seen = mailboxes.filter(({ id }) => seesMailbox(browserSession, id));
    return { items: seen.map((each) => each.mailbox()) };
  });
  mailboxRoute(app, gateway, getMailbox, (mailbox) => mailbox.mailbox());
  mailboxRoute(app, gateway, getUnsettled, (mailbox) => ({ uids: mailbox.unsettled() }), { isLong: true });
  mailboxRoute(app, gateway, closeMailbox, async (mailbox, { request, reply }) => {
    const owner = request.browserSession?.id ?? "";
    await gateway.sessions.close(owner, mailbox.id);
    if (gateway.sessions.has(owner)) return;
    // A cookie that outlived its mailboxes would be one to plant in another browser.
    await gateway.browserSessions.end(owner);
    clearSessionCookie(reply, gateway.cookie);
    gateway.leave.close(reply);
  });
  mailboxRoute(app, gateway, getElsewhere, async (mailbox, { request }) => ({
    browsers: await gateway.sessions.countElsewhere(request.browserSession?.id ?? "", mailbox.id),
  }));
  mailboxRoute(app, gateway, closeElsewhere, async (mailbox, { request }) => {
    const emptied = await gateway.sessions.closeElsewhere(request.browserSession?.id ?? "", mailbox.id);
    for (const ownerId of emptied) await gateway.browserSessions.end(ownerId);
  });
  mailboxRoute(app, gateway, resetMailbox, (mailbox) => mailbox.reset(), { isLong: true });
  mailboxRoute(
    app,
    gateway,
    commitMailbox,
    (mailbox, { body }) => mailbox.commit(body.uids, body.generation),
    {
      bodyLimit: COMMIT_BODY_OCTETS,
      isLong: true,
    },
  );
  mailboxRoute(
    app,
    gateway,
    takeOverMailbox,
    (mailbox, { request }) => gateway.sessions.takeOver(request.browserSession?.id ?? "", mailbox.id),
    { isLong: true },
  );
  mailboxRoute(app, gateway, getTranscript, (mailbox, { query }) => mailbox.transcriptAfter(query.after), {
    isLong: true,
  });
  mailboxRoute(app, gateway, checkUpMailbox, (mailbox, { body, signal }) => mailbox.checkUp(body, signal));
  mailboxRoute(app, gateway, refreshMailbox, (mailbox) => mailbox.refresh(), { isLong: true });
}
