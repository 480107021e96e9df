import type { CheckUpReport } from "@popgate/shared/api/check-up";
import { setMaxListeners } from "node:events";
import type { Capabilities } from "../client/capabilities.ts";
import { Pop3Error } from "../errors.ts";
import { capabilityFacts } from "./facts/authorization-facts.ts";
import { checkContext, type CheckContext, type CheckUpOptions } from "./check-context.ts";
import { checkAuthorization, checkWay } from "./check-login.ts";
import { checkSession } from "./check-session.ts";
import { Findings } from "./findings.ts";

/** Each step has its own deadline; a server that is slow at every one of them is known by then. */
const MAX_CHECK_UP_MS = 300_000;

/** Providers whose POP3 shows less than there is, by host. */
const GMAIL_HOSTS: ReadonlySet<string> = new Set(["pop.gmail.com", "pop.googlemail.com"]);

/**
 * Looks at how a server keeps to POP3, on connections of its own, one after another. Nothing is marked
 * or removed; where EXPIRE is 0 nothing is retrieved. The report holds no secret.
 *
 * @throws Pop3Error `cancelled` when nobody waits for it any more
 */
export async function checkUpServer(options: CheckUpOptions, signal?: AbortSignal): Promise<CheckUpReport> {
  const startedAt = Date.now();
  const findings = new Findings(secretForms(options));
  const end = new AbortController();
  // Every step listens to it, and leaves it when it is over.
  setMaxListeners(0, end.signal);
  const stop = () => end.abort();
  const timer = setTimeout(stop, MAX_CHECK_UP_MS + (options.idleMs ?? 0));
  if (signal?.aborted === true) stop();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    await lookAtAll(checkContext(options, findings, end.signal));
  } catch (error) {
    if (signal?.aborted === true) throw new Pop3Error("cancelled", "nobody waits for this any more");
    if (!end.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
  return {
    server: options.server,
    startedAt,
    tookMs: Date.now() - startedAt,
    findings: findings.all(end.signal.aborted ? "time-over" : "no-connection"),
  };
}

async function lookAtAll(context: CheckContext): Promise<void> {
  const { options, findings } = context;
  const isGmail = GMAIL_HOSTS.has(options.server.host.toLowerCase());
  findings.add("provider", { verdict: "note", facts: isGmail ? { hint: "gmail-recent" } : {} });
  if (context.idleMs === undefined) findings.skip("not-asked", "idle-timeout");
  const inspection = await checkWay(context);
  if (inspection === undefined) return;
  if (options.server.security === "tls") findings.skip("not-asked", "plaintext");
  const beforeLogin = await checkAuthorization(context);
  if (beforeLogin === undefined) return;
  const beforeTls = options.server.security === "starttls" ? inspection.beforeTls?.capabilities : undefined;
  const tellCapabilities = (afterLogin?: Capabilities) =>
    findings.add("capabilities", capabilityFacts({ beforeTls, beforeLogin, afterLogin }));
  tellCapabilities();
  await checkSession(context, tellCapabilities);
}

/** The password as it is and as SASL writes it, lest a server's words bring it back. */
function secretForms({ credentials: { user, secret } }: CheckUpOptions): string[] {
  const password = secret();
  return [password, base64(password), base64(`\0${user}\0${password}`)];
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
