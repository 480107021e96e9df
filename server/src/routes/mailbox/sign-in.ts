import type { Mailbox, SignIn } from "@popgate/shared/api/mailbox";
import type { FastifyReply, FastifyRequest } from "fastify";
import { errorAnswer } from "../../http/error-reply.ts";
import { InvalidFieldsError } from "../../http/invalid-fields.ts";
import { clientAddressKey } from "../../security/client-address.ts";
import { HostNotAllowedError } from "../../security/egress/egress.ts";
import { untilRefusalTime } from "../../security/egress/refusal-time.ts";
import { requireLatest } from "../../security/request-session.ts";
import { setSessionCookie } from "../../security/session-cookie.ts";
import type { Account } from "../../sessions/login/account.ts";
import { loggedFailure } from "../../sessions/broadcast/failure-log.ts";
import type { MailSession } from "../../sessions/mail-session.ts";
import { SessionError } from "../../sessions/work/session-error.ts";
import type { Gateway } from "../gateway.ts";
import { readerLanguages } from "./reader-languages.ts";

/**
 * Opens a mailbox for the browser that asks. One without a session gets its cookie only when the
 * server has accepted the password, so a failed sign-in leaves nothing behind.
 */
export async function signIn(
  gateway: Gateway,
  body: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
  signal: AbortSignal,
): Promise<Mailbox> {
  const begunAt = performance.now();
  const account = accountOf(gateway, body, readerLanguages(request.headers["accept-language"]));
  const attempt = { address: request.ip, host: account.server.host, user: account.user };
  const end = await gateway.throttle.begin(attempt, signal);
  try {
    if (!gateway.egress.allows(account.server)) throw new HostNotAllowedError(account.server);
    const mailbox = await openMailbox(gateway, account, body, request, reply, signal);
    end("succeeded");
    gateway.reader.prepare();
    return mailbox.mailbox();
  } catch (cause) {
    const error = withoutDiscovery(cause, gateway, account);
    const { code } = errorAnswer(error).error;
    // Told only to who has the right password: no guess.
    end(code === "in-use-here" ? "succeeded" : "failed");
    const failure = loggedFailure(error, account.preset);
    // The first sentence is what fail2ban reads. Without the user's name: people type passwords there.
    const what = code === "wrong-login" ? `popgate login failed from ${request.ip}` : "a sign-in failed";
    if (failure !== undefined) request.log.warn(failure, what);
    if (code === "host-not-allowed") await untilRefusalTime(begunAt, signal);
    throw error;
  }
}

/**
 * Whether there is such a name, or how it fails to resolve, is told only of servers that the operator has
 * named: of any other one it would map the inner network for strangers.
 */
function withoutDiscovery(error: unknown, { egress }: Gateway, { server }: Account): unknown {
  const isAboutName = errorAnswer(error).error.stage === "resolve";
  return isAboutName && !egress.names(server) ? new HostNotAllowedError(server, { cause: error }) : error;
}

async function openMailbox(
  gateway: Gateway,
  account: Account,
  { password, takeOver }: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
  signal: AbortSignal,
): Promise<MailSession> {
  const { browserSessions, vault, sessions, cookie } = gateway;
  const existing = request.browserSession;
  const owner = existing === null ? await browserSessions.open() : requireLatest(existing);
  const release = vault.hold(owner);
  try {
    const secret = vault.opener(owner.id, vault.seal(owner, password));
    const signedIn = {
      ownerId: owner.id,
      address: clientAddressKey(request.ip),
      clientAddress: request.ip,
      account,
      secret,
      takesOver: takeOver,
      // A cookie that was here before may have been planted, so it is good for nothing from here on.
      onAdmitted: async () => {
        if (signal.aborted) throw new SessionError("cancelled", "the browser did not wait for its cookie");
        const open = sessions.of(owner.id).map(({ id }) => id);
        const proved = existing === null ? owner : await browserSessions.renew(existing, open);
        setSessionCookie(reply, cookie, proved);
      },
    };
    return await sessions.open(signedIn, signal);
  } catch (error) {
    if (existing === null) await browserSessions.end(owner.id);
    throw error;
  } finally {
    release();
  }
}

function accountOf({ servers }: Gateway, body: SignIn, languages: readonly string[]): Account {
  const { user, mechanism } = body;
  if ("server" in body) return { user, mechanism, languages, server: body.server };
  const preset = servers.presets.find(({ id }) => id === body.preset);
  if (preset === undefined) {
    throw new InvalidFieldsError([{ field: "preset", problem: "must be one of this gateway's servers" }]);
  }
  return { user, mechanism, languages, server: preset.server, preset: preset.id };
}
