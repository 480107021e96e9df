import type { Capabilities } from "./capabilities.ts";
import type { RefusalContext } from "../errors.ts";

/** What the capabilities say about the meaning of an -ERR. */
export function refusalContext(capabilities: Capabilities): RefusalContext {
  const { loginDelayMs } = capabilities;
  return {
    tellsAuthFailures: capabilities.has("AUTH-RESP-CODE"),
    ...(loginDelayMs === undefined ? {} : { loginDelayMs }),
  };
}
