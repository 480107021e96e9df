import type { Mechanism } from "@popgate/shared/api/mailbox";
import { refusalContext } from "../client/refusal-context.ts";
import { Pop3Error } from "../errors.ts";
import {
  methodName,
  methodReason,
  methodsFor,
  takesTokensAlone,
  type Method,
  type MethodContext,
} from "../login/authentication.ts";
import { channelBindingOf } from "../login/channel-binding.ts";
import { signIn } from "../login/login.ts";
import type { LoginContext } from "../login/login-exchange.ts";
import type { Credentials } from "../sasl/mechanism.ts";
import { processHangUpMemory } from "./hang-up-memory.ts";
import { isLoopback } from "./loopback.ts";
import type { OpenConnection, OpenConnectionOptions } from "./open-connection.ts";

export interface OpenOptions extends OpenConnectionOptions {
  readonly credentials: Credentials;
  readonly mechanism: Mechanism;
  /** The maildrop is read next: what asks for that need not wait for the CAPA behind the sign-in. */
  readonly readsMaildrop?: boolean;
}

/** How the ways to sign in fared on one connection, which is gone unless it is `signed-in`. */
export type Attempt =
  | { readonly outcome: "signed-in"; readonly method: string; readonly reason: string }
  | { readonly outcome: "refused"; readonly error: Pop3Error; readonly refusal: Pop3Error | undefined }
  /** The server hung up over what was sent before the sign-in, which is not sent again. */
  | { readonly outcome: "spared" }
  | {
      /** The server hung up on a mechanism: worth another connection without it. */
      readonly outcome: "hung-up";
      readonly error: Pop3Error;
      readonly refusal: Pop3Error | undefined;
    };

/**
 * Signs in by the first way that the server takes, best first.
 *
 * @param skipped names of methods that are not tried; each that fails is added
 */
export async function tryMethods(
  connection: OpenConnection,
  options: OpenOptions,
  skipped: Set<string>,
): Promise<Attempt> {
  const { engine } = connection;
  let lastRefusal: Pop3Error | undefined;
  const methods = usableMethods(connection, options).filter((method) => !skipped.has(methodName(method)));
  for (const method of methods) {
    // Refused or hung up on: once is enough, a second failure costs the person's standing at the server.
    skipped.add(methodName(method));
    try {
      const result = await signIn(loginContext(connection, options), method, options.credentials);
      if (result.outcome === "accepted") {
        const reason = methodReason(method, methodContext(connection, options));
        return { outcome: "signed-in", method: methodName(method), reason };
      }
      lastRefusal = result.error;
    } catch (error) {
      if (!(error instanceof Pop3Error)) {
        // The credential could not be opened: none of the server's doing.
        engine.destroy(new Pop3Error("closed", "the sign-in was given up"));
        throw error;
      }
      engine.destroy(error);
      if ((options.dial.hangUps ?? processHangUpMemory).learn(options.server, error)) {
        skipped.delete(methodName(method));
        return { outcome: "spared" };
      }
      if (!error.isHangUp) return { outcome: "refused", error, refusal: error };
      const outcome = method === methods.at(-1) ? "refused" : "hung-up";
      return { outcome, error, refusal: lastRefusal };
    }
  }
  const error = lastRefusal ?? noMethod(connection, options);
  engine.destroy(error);
  return { outcome: "refused", error, refusal: lastRefusal };
}

/**
 * What the choice of a method depends on.
 *
 * @param isAsking as if the password might cross the network unencrypted
 */
export function methodContext(
  connection: OpenConnection,
  options: OpenOptions,
  isAsking = false,
): MethodContext {
  const { server, dial } = options;
  return {
    chosen: options.mechanism,
    capabilities: connection.capabilities,
    greeting: connection.greeting,
    isSecure: connection.isSecure,
    allowsExternal: dial.allowsExternal?.(server) ?? true,
    channelBinding: channelBindingOf(connection.socket),
    allowsPlaintext:
      isAsking || isLoopback(connection.socket.remoteAddress) || dial.allowsPlaintext?.(server) === true,
  };
}

function usableMethods(connection: OpenConnection, options: OpenOptions, isAsking = false): Method[] {
  return methodsFor(methodContext(connection, options, isAsking));
}

function noMethod(connection: OpenConnection, options: OpenOptions): Pop3Error {
  if (options.mechanism === "auto" && takesTokensAlone(connection.capabilities)) {
    return new Pop3Error("tokenNeeded", "the server takes access tokens alone", {}, true);
  }
  // With leave to show the password there would be a way: then that is what is missing.
  return usableMethods(connection, options, true).length > usableMethods(connection, options).length
    ? new Pop3Error("plaintext", "the password would cross the network unencrypted", {}, true)
    : new Pop3Error("noMechanism", "the server offers no way to sign in that was asked for", {}, true);
}

function loginContext({ engine, capabilities }: OpenConnection, options: OpenOptions): LoginContext {
  return {
    engine,
    deadlines: options.deadlines,
    refusal: refusalContext(capabilities),
    causeId: options.causeId,
  };
}
