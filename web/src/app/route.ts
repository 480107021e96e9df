/**
 * What the address says. Routes stand behind `#`: the page works under any path without help from the
 * server, and unique-ids reach neither access logs nor a Referer.
 */
export type Route =
  | { readonly screen: "start" }
  | { readonly screen: "sign-in" }
  | { readonly screen: "mailbox"; readonly mailboxId: string; readonly uid: string | undefined }
  | { readonly screen: "unknown" };

/** Reads a path like `/m/7/UID`, still percent-encoded. */
export function parseRoute(path: string): Route {
  if (path === "/" || path === "") return { screen: "start" };
  if (path === "/sign-in") return { screen: "sign-in" };
  const match = /^\/m\/([^/]+)(?:\/([^/]+))?$/.exec(path);
  const mailboxId = decoded(match?.[1]);
  if (mailboxId === undefined) return { screen: "unknown" };
  return { screen: "mailbox", mailboxId, uid: decoded(match?.[2]) };
}

export const SIGN_IN_PATH = "/sign-in";

export function mailboxPath(mailboxId: string, uid?: string): string {
  const mailbox = `/m/${encodeURIComponent(mailboxId)}`;
  return uid === undefined ? mailbox : `${mailbox}/${encodeURIComponent(uid)}`;
}

function decoded(part: string | undefined): string | undefined {
  if (part === undefined) return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
