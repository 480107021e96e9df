import type { Mechanism } from "@popgate/shared/api/mailbox";
import type { Failure } from "../../api/api-failure.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { failureWords } from "../../lib/messages/failure-words.ts";
import { takesToken } from "./server/offered-mechanisms.ts";

/** A failed sign-in in words that fit the way which was chosen. */
export function signInFailureWords(
  failure: Pick<Failure, "code" | "serverText">,
  mechanism: Mechanism,
): ReturnType<typeof failureWords> {
  const { notOffered, noneOffered, wrongToken } = messages.signIn;
  const words = failureWords(failure);
  if (failure.code === "server-refused") {
    if (mechanism !== "auto") return { ...words, ...notOffered };
    // Where the server said nothing, there was no way that the gateway could try.
    if (failure.serverText === undefined) return { ...words, ...noneOffered };
  }
  return failure.code === "wrong-login" && takesToken(mechanism) ? { ...words, ...wrongToken } : words;
}
