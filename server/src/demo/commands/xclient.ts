import type { Outcome } from "../session/command-handler.ts";
import { err } from "../session/reply.ts";

/** As Dovecot answers whoever is not in its `login_trusted_networks`: the demo trusts nobody. */
export function xclient(): Outcome {
  return { reply: err("you are not from a trusted address") };
}
