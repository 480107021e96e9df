import type { Mailbox, SignIn } from "@popgate/shared/api/mailbox";
import type { FastifyReply, FastifyRequest } from "fastify";
import { errorAnswer } from "../../http/error-reply.ts";
import { clientAddressKey } from "../../security/client-address.ts";
import { HostNotAllowedError } from "../../security/egress/egress.ts";
import { setSessionCookie } from "../../security/session-cookie.ts";
import type { Account } from "../../sessions/login/account.ts";
import type { MailSession } from "../../sessions/mail-session.ts";
import type { Gateway } from "../gateway.ts";
import { readerLanguages } from "./reader-languages.ts";

/** What a sign-in names does not exist; the same error as a form's wrong field. */
class UnknownPresetError extends Error {
  override readonly name = "UnknownPresetError";
  readonly code = "invalid";
}

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
  const account = accountOf(gateway, body, readerLanguages(request.headers["accept-language"]));
  if (!gateway.egress.allows(account.server)) throw new HostNotAllowedError(account.server);
  const attempt = { address: request.ip, host: account.server.host, user: account.user };
  const succeeded = gateway.throttle.begin(attempt);
  try {
    const mailbox = await openMailbox(gateway, account, body, request, reply, signal);
    succeeded();
    return mailbox.mailbox();
  } catch (error) {
    // Told only to who has the right password: no guess.
    if (errorAnswer(error).error.code === "in-use-here") succeeded();
    // This sentence is what fail2ban reads. Without the user's name: people type passwords there.
    const isGuess = errorAnswer(error).error.code === "wrong-login";
    if (isGuess) request.log.warn(`popgate login failed from ${request.ip}`);
    throw error;
  }
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
  const owner = existing ?? (await browserSessions.open());
  const release = vault.hold(owner);
  try {
    const secret = vault.opener(owner.id, vault.seal(owner, password));
    const address = clientAddressKey(request.ip);
    const mailbox = await sessions.open(
      { ownerId: owner.id, address, account, secret, takesOver: takeOver },
      signal,
    );
    if (existing === null) setSessionCookie(reply, cookie, owner);
    return mailbox;
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
  if (preset === undefined) throw new UnknownPresetError("no such preset");
  return { user, mechanism, languages, server: preset.server, preset: preset.id };
}
