import type { Contract, Parsed } from "@popgate/shared/api/contract";
import { ApiFailure, failureOf } from "./api-failure.ts";
import { contractUrl, type Input } from "./contract-url.ts";

/** Calls an endpoint. Throws `ApiFailure`, and nothing else, when the reply is not the contract's. */
export type Call = <C extends Contract>(
  contract: C,
  input: Input<C>,
  options?: { readonly signal?: AbortSignal },
) => Promise<Parsed<C, "response">>;

/** A sign-in in another tab has replaced the cookie, and the new one is on its way to this browser. */
const RENEWED_WAITS_MS = [100, 300, 1_000, 2_000];

/** A caller for the gateway below `base`; `fetch` is a parameter so that tests can bring a gateway. */
export function createCall(base: string, fetch: typeof globalThis.fetch = globalThis.fetch): Call {
  return async (contract, input, options = {}) => {
    const headers: Record<string, string> = { accept: "application/json" };
    // The gateway takes changes only as JSON: a form on another site cannot send that (CSRF).
    if (contract.method !== "GET") headers["content-type"] = "application/json";
    const ask = () =>
      fetch(contractUrl(base, contract, input), {
        method: contract.method,
        headers,
        credentials: "same-origin",
        ...(contract.method === "GET" ? {} : { body: JSON.stringify(input.body ?? {}) }),
        ...(options.signal ? { signal: options.signal } : {}),
      });
    return parsed(contract, await withLatestCookie(ask));
  };
}

/** Nothing was done by a call that came with a replaced cookie, so it is repeated as it was. */
async function withLatestCookie(
  ask: () => Promise<Response>,
  waitsMs: readonly number[] = RENEWED_WAITS_MS,
): Promise<Response> {
  const response = await answered(ask());
  if (response.ok) return response;
  const error = await failureOf(response);
  const [waitMs, ...laterMs] = waitsMs;
  if (error.failure.code !== "session-renewed" || waitMs === undefined) throw error;
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return withLatestCookie(ask, laterMs);
}

async function parsed<C extends Contract>(contract: C, response: Response): Promise<Parsed<C, "response">> {
  // The type says what the contract's schema says; TypeScript cannot follow it through `C`.
  if (!contract.response) return undefined as Parsed<C, "response">;
  const body: unknown = await response.json().catch(() => undefined);
  const result = contract.response.safeParse(body);
  if (!result.success) {
    throw new ApiFailure(
      { code: "unreadable", message: `${contract.method} ${contract.path}`, retryable: false },
      { cause: result.error },
    );
  }
  return result.data as Parsed<C, "response">;
}

/** No answer, or no more of it: the gateway is down or the network is. An abort stays what it is. */
export async function answered<Answer>(request: Promise<Answer>): Promise<Answer> {
  try {
    return await request;
  } catch (cause) {
    const isAbort = cause instanceof Error && cause.name === "AbortError";
    const code = isAbort ? "cancelled" : "offline";
    throw new ApiFailure({ code, message: String(cause), retryable: true }, { cause });
  }
}
