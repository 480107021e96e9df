import type { Contract, Parsed } from "@popgate/shared/api/contract";
import { ApiFailure, failureOf } from "./api-failure.ts";
import { contractUrl, type Input } from "./contract-url.ts";

/** Calls an endpoint. Throws `ApiFailure`, and nothing else, when the reply is not the contract's. */
export type Call = <C extends Contract>(
  contract: C,
  input: Input<C>,
  options?: { readonly signal?: AbortSignal },
) => Promise<Parsed<C, "response">>;

/** A caller for the gateway below `base`; `fetch` is a parameter so that tests can bring a gateway. */
export function createCall(base: string, fetch: typeof globalThis.fetch = globalThis.fetch): Call {
  return async (contract, input, options = {}) => {
    const headers: Record<string, string> = { accept: "application/json" };
    // The gateway takes changes only as JSON: a form on another site cannot send that (CSRF).
    if (contract.method !== "GET") headers["content-type"] = "application/json";
    const response = await answered(
      fetch(contractUrl(base, contract, input), {
        method: contract.method,
        headers,
        credentials: "same-origin",
        ...(contract.method === "GET" ? {} : { body: JSON.stringify(input.body ?? {}) }),
        ...(options.signal ? { signal: options.signal } : {}),
      }),
    );
    if (!response.ok) throw await failureOf(response);
    return parsed(contract, response);
  };
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
