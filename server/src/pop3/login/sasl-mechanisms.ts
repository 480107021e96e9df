import { cramMd5 } from "../sasl/cram-md5.ts";
import { external } from "../sasl/external.ts";
import { login } from "../sasl/login.ts";
import type { SaslMechanism } from "../sasl/mechanism.ts";
import { oauthbearer } from "../sasl/oauthbearer.ts";
import { plain } from "../sasl/plain.ts";
import { scram, type ChannelBinding } from "../sasl/scram.ts";
import { xoauth2 } from "../sasl/xoauth2.ts";

/**
 * Every mechanism that this connection admits, strongest first.
 *
 * @param announced as CAPA lists them, upper-cased
 * @param channelBinding the tls-exporter of RFC 9266, where the connection has one
 */
export function saslMechanisms(
  announced: readonly string[],
  channelBinding: Buffer | undefined,
): SaslMechanism[] {
  const bound: readonly SaslMechanism[] =
    channelBinding === undefined
      ? []
      : (["sha256", "sha1"] as const).map((hash) =>
          scram(hash, { kind: "tls-exporter", data: channelBinding }),
        );
  const offersBinding = announced.some((name) => name.startsWith("SCRAM-") && name.endsWith("-PLUS"));
  const unbound: ChannelBinding =
    channelBinding !== undefined && announced.length > 0 && !offersBinding
      ? { kind: "not-offered" }
      : { kind: "none" };
  const rest = [cramMd5, plain, login, oauthbearer, xoauth2, external];
  return [...bound, scram("sha256", unbound), scram("sha1", unbound), ...rest];
}
