import type { Mechanism } from "@popgate/shared/api/mailbox";
import { messages } from "../../lib/messages/catalogue.ts";
import { failureWords } from "../../lib/messages/failure-words.ts";
import { takesToken } from "./server/offered-mechanisms.ts";

/** A failed sign-in in words that fit the way which was chosen. */
export function signInFailureWords(
  failure: Parameters<typeof failureWords>[0],
  mechanism: Mechanism,
): ReturnType<typeof failureWords> {
  const { notOffered, wrongToken } = messages.signIn;
  const words = failureWords(failure);
  if (mechanism === "auto") return words;
  // Chosen by name, it may be refused with -ERR rather than left out of the list.
  if (failure.code === "no-mechanism" || failure.code === "server-refused")
    return { ...words, ...notOffered };
  return failure.code === "wrong-login" && takesToken(mechanism) ? { ...words, ...wrongToken } : words;
}
