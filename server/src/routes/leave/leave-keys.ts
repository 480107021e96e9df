import { createHmac, hkdfSync } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { LeaveWay } from "../../messages/trust/sealed-link.ts";
import type { BrowserSession } from "../../security/browser-session.ts";
import { isSecure, type CookiePlace } from "../../security/session-cookie.ts";

const NAME = "popgate-leave";
const COOKIE_VALUE = /^[\w-]{43}$/;

/**
 * What opens the leave page's links: a key of the gateway and a cookie of the browser together, so that a
 * link made in one browser leads nobody else through this gateway. The cookie proves nothing else.
 */
export class LeaveKeys {
  readonly #key: Buffer;
  readonly #place: CookiePlace;

  constructor(processSecret: Buffer, place: CookiePlace) {
    this.#key = Buffer.from(hkdfSync("sha256", processSecret, "", "popgate leave page v1", 32));
    this.#place = place;
  }

  /**
   * The way out of mail that this browser reads; what opens it goes with the reply. SameSite=Lax, not Strict:
   * the mail's document has no origin, so what is opened from it comes from another site. Lax goes with a
   * page that a person opens, and with nothing else.
   */
  wayFor(session: BrowserSession, reply: FastifyReply): LeaveWay {
    const cookie = this.#derive(`cookie ${session.id}`).toString("base64url");
    reply.setCookie(NAME, cookie, this.#cookieOptions(reply));
    return { path: this.#path, key: this.#keyOf(cookie) };
  }

  /** The browser has no mailbox any more: the links of its history lead nowhere. */
  close(reply: FastifyReply): void {
    reply.clearCookie(NAME, this.#cookieOptions(reply));
  }

  /** The key of the browser that asks; undefined where it has read no mail here. */
  keyOf(request: FastifyRequest): Buffer | undefined {
    const cookie = request.cookies[NAME] ?? "";
    return COOKIE_VALUE.test(cookie) ? this.#keyOf(cookie) : undefined;
  }

  get #path(): string {
    return `${this.#place.basePath}leave`;
  }

  #cookieOptions({ request }: FastifyReply) {
    const secure = isSecure(request, this.#place);
    return { path: this.#path, httpOnly: true, sameSite: "lax", secure } as const;
  }

  #keyOf(cookie: string): Buffer {
    return this.#derive(`key ${cookie}`);
  }

  #derive(name: string): Buffer {
    return createHmac("sha256", this.#key).update(name).digest();
  }
}
