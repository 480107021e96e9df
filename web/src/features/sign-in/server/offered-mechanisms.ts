import { Mechanism, type Servers } from "@popgate/shared/api/mailbox";
import { addressOf, type ServerChoice } from "./server-choice.ts";

export interface OfferedMechanisms {
  readonly withPassword: readonly Mechanism[];
  readonly withToken: readonly Mechanism[];
}

/** What can work there at all; whether the server offers it is known only when it is asked. */
export function offeredMechanisms(servers: Servers, choice: ServerChoice | undefined): OfferedMechanisms {
  const preset =
    choice?.kind === "preset" ? servers.presets.find(({ id }) => id === choice.preset) : undefined;
  const hasTls = addressOf(servers, choice)?.security !== "none";
  const possible = Mechanism.options.filter((mechanism) => {
    if (mechanism === "EXTERNAL") return preset?.clientCertSignsIn === true;
    // Bound to the TLS connection (RFC 5802 §6).
    return hasTls || !mechanism.endsWith("-PLUS");
  });
  return {
    withPassword: possible.filter((mechanism) => !takesToken(mechanism)),
    withToken: possible.filter(takesToken),
  };
}

/** Whether an access token stands in the place of the password. */
export function takesToken(mechanism: Mechanism): boolean {
  return mechanism === "XOAUTH2" || mechanism === "OAUTHBEARER";
}

/** The chosen one, or the automatic choice where it cannot work with this server. */
export function usableMechanism(offered: OfferedMechanisms, chosen: Mechanism): Mechanism {
  return [...offered.withPassword, ...offered.withToken].includes(chosen) ? chosen : "auto";
}
