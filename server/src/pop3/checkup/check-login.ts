import { Pop3Error } from "../errors.ts";
import type { Capabilities } from "../client/capabilities.ts";
import { listLanguages } from "../opening/choose-language.ts";
import type { Pop3Engine } from "../engine/engine.ts";
import { resolveServer } from "../opening/connection.ts";
import { isLoopback } from "../opening/loopback.ts";
import { methodContext } from "../opening/try-methods.ts";
import { openConnection, type OpenConnection } from "../opening/open-connection.ts";
import { encodeCommand } from "../wire/command-encoder.ts";
import { apopFacts, mechanismFacts, plaintextFacts } from "./facts/authorization-facts.ts";
import { certificateFacts } from "./facts/certificate-facts.ts";
import type { CheckContext } from "./check-context.ts";
import { asFailure } from "./findings.ts";
import { inspectTls, type Inspection } from "./inspect-tls.ts";

/** The way to the server as far as TLS. @returns undefined where there is no connection */
export async function checkWay({ options, findings }: CheckContext): Promise<Inspection | undefined> {
  try {
    const addresses = await resolveServer(options);
    findings.add("resolve", {
      verdict: "good",
      facts: { addresses: addresses.map(({ address }) => address) },
    });
  } catch (error) {
    findings.fail("resolve", asFailure(error, options.signal));
    return undefined;
  }
  try {
    const startedAt = performance.now();
    const inspection = await inspectTls(options);
    const { address } = inspection;
    const tookMs = Math.round(performance.now() - startedAt);
    findings.add("connect", { verdict: "good", facts: { address, tookMs } });
    addTls(inspection, { options, findings });
    return inspection;
  } catch (error) {
    const failure = asFailure(error, options.signal);
    const isGreeting = failure.stage === "greeting" || failure.stage === "capabilities";
    if (isGreeting) findings.add("connect", { verdict: "good", facts: {} });
    findings.fail(isGreeting ? "greeting" : "connect", failure);
    return undefined;
  }
}

function addTls(
  { tls, tlsError, beforeTls, address }: Inspection,
  { options, findings }: Pick<CheckContext, "options" | "findings">,
): void {
  const { security } = options.server;
  if (beforeTls !== undefined) {
    findings.add("plaintext", plaintextFacts(beforeTls.capabilities, isLoopback(address)));
  }
  const via = security === "tls" ? "implicit" : "stls";
  if (tlsError !== undefined) {
    findings.fail("tls", tlsError);
    findings.skip("no-tls", "certificate");
    return;
  }
  if (tls === undefined) {
    findings.add("tls", { verdict: isLoopback(address) ? "note" : "warning", facts: { offered: false } });
    findings.skip("no-tls", "certificate");
    return;
  }
  const { protocol, cipher, certificate } = tls;
  const isUsed = security !== "none";
  findings.add("tls", { verdict: isUsed ? "good" : "note", facts: { via, used: isUsed, protocol, cipher } });
  const judged = certificateFacts(certificate, Date.now());
  // Where no TLS is used nobody is harmed by a certificate that nobody believes.
  findings.add("certificate", isUsed ? judged : { ...judged, verdict: "note" });
}

/** What the server says before a login, on a connection whose certificate is believed. */
export async function checkAuthorization(context: CheckContext): Promise<Capabilities | undefined> {
  const { options, findings } = context;
  let engine: Pop3Engine | undefined;
  try {
    const connection = await openConnection(options);
    engine = connection.engine;
    const { greeting, capabilities } = connection;
    findings.add("greeting", { verdict: "good", facts: { words: greeting } });
    findings.add("apop", apopFacts(greeting));
    findings.add("mechanisms", mechanismFacts(methodContext(connection, options)));
    if (capabilities.has("LANG")) await checkLanguages(connection, context);
    else findings.skip("not-announced", "lang");
    // Before the login QUIT removes nothing (RFC 1939 §4).
    engine.expectClose();
    await engine.run(encodeCommand("QUIT"), { causeId: options.causeId, signal: options.signal });
    return capabilities;
  } catch (error) {
    const failure = asFailure(error, options.signal);
    findings.fail(findings.has("greeting") ? "capabilities" : "greeting", failure);
    return undefined;
  } finally {
    engine?.destroy(new Pop3Error("closed", "this part of the check-up is over"));
  }
}

/** Which languages the server's texts are in, and whether one of the reader's is among them. */
async function checkLanguages(
  { engine, language }: OpenConnection,
  { options, findings }: CheckContext,
): Promise<void> {
  const { causeId, signal } = options;
  const languages = await listLanguages(engine, { causeId, signal });
  findings.add("lang", {
    verdict: languages.length > 0 ? "good" : "warning",
    facts: { announced: true, languages: [...languages], chosen: language },
  });
}
