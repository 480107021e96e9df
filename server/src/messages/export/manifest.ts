/** What is written down of one message in an archive. */
export interface ArchivedMessage {
  readonly uid: string;
  readonly file: string;
  readonly octets: number;
  /** Of the octets as the server sent them, in hexadecimal. */
  readonly sha256: string;
}

export interface ManifestFacts {
  readonly user: string;
  readonly server: { readonly host: string; readonly port: number };
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
}

/** An archive's `manifest.json`, a line for each message, in pieces: of 100,000 it has some twenty megabytes. */
export function* manifest(
  { user, server, createdAt }: ManifestFacts,
  messages: Iterable<ArchivedMessage>,
  missing: readonly { readonly uid: string; readonly code: string }[],
): Generator<string> {
  const head = {
    format: "popgate-archive",
    version: 1,
    createdAt: new Date(createdAt).toISOString(),
    server,
    user,
  };
  yield `${JSON.stringify(head).slice(0, -1)},"messages":[`;
  let separator = "\n";
  for (const message of messages) {
    yield `${separator}${JSON.stringify(message)}`;
    separator = ",\n";
  }
  yield `\n],"missing":${JSON.stringify(missing)}}\n`;
}

/** A zip's `MISSING.txt`, for the person who opens it. */
export function* missingList(
  missing: readonly { readonly uid: string; readonly code: string }[],
): Generator<string> {
  yield "These messages were asked for and are not here, or not whole.\r\n\r\nunique-id\treason\r\n";
  for (const { uid, code } of missing) yield `${uid}\t${code}\r\n`;
}
