import { messages } from "./catalogue.ts";
import { FAILURE_SENTENCES } from "./failure-sentences.ts";

interface FailureWords {
  readonly title: string;
  readonly next: string;
  /** The mail server's own words. */
  readonly foreign: { readonly label: string; readonly text: string } | undefined;
}

/** What a screen says of a failure: our sentence, and beneath it what the mail server said. */
export function failureWords(failure: {
  readonly code: keyof typeof FAILURE_SENTENCES;
  readonly serverText?: string | undefined;
  readonly certificateNames?: readonly string[] | undefined;
}): FailureWords {
  const { code, serverText, certificateNames } = failure;
  const foreign = serverText === undefined ? undefined : { label: messages.app.serverSays, text: serverText };
  const { title, next } = FAILURE_SENTENCES[code];
  if (certificateNames === undefined) return { title, next, foreign };
  return { title, next: `${next} ${messages.app.certificateNames(certificateNames)}`, foreign };
}
