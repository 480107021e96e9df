/** The commands that take the server from one set of marks to another. */
export type MarkPlan =
  | { readonly kind: "nothing" }
  | { readonly kind: "dele"; readonly uids: readonly string[] }
  /** POP3 has no way to take one mark back: RSET drops them all, DELE sets the others again. */
  | { readonly kind: "reset"; readonly uids: readonly string[] };

/**
 * The least that does it. Cut anywhere, a plan leaves fewer marks on the server than wanted, never one
 * that is not wanted: RSET comes first.
 */
export function planMarks(onServer: ReadonlySet<string>, wanted: ReadonlySet<string>): MarkPlan {
  for (const uid of onServer) {
    if (!wanted.has(uid)) return { kind: "reset", uids: [...wanted] };
  }
  const missing = [...wanted].filter((uid) => !onServer.has(uid));
  return missing.length === 0 ? { kind: "nothing" } : { kind: "dele", uids: missing };
}
