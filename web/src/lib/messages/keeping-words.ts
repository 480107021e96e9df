import type { Keeping } from "@popgate/shared/api/keeping";

/** What becomes of mail, in the README too. */
export const MAIL_IS_NOT_KEPT =
  "Mail is held in memory, at most in sealed temporary files whose key is only in memory; signing out, release and a restart remove it.";

/** What becomes of the password, told before it is typed. */
export function keepingWords({ signIns, readState, failed }: Keeping): string {
  const remembered = readState ? " Which messages you have read is remembered." : "";
  return `${passwordWords(signIns, failed)} ${MAIL_IS_NOT_KEPT}${remembered}`;
}

function passwordWords(isKept: boolean, isFailed: boolean): string {
  if (!isKept) {
    return "The password stays in this gateway's memory until you sign out; when the gateway restarts, you sign in again.";
  }
  if (isFailed) {
    return "The password is kept until you sign out. At present this gateway cannot reach its store: if it restarts now, you sign in again.";
  }
  return "The password is kept until you sign out, also when this gateway restarts: encrypted, readable only by the gateway together with this browser.";
}
