/** Grows with each change of the tables; a file with a higher one was made by a later release. */
export const SCHEMA_VERSION = 4;

const RECORD_TABLES = `
CREATE TABLE mailbox_records (
  owner_id TEXT NOT NULL REFERENCES browser_sessions (id) ON DELETE CASCADE,
  mailbox_id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  changes_octets INTEGER NOT NULL,
  PRIMARY KEY (owner_id, mailbox_id)
);
CREATE TABLE mailbox_record_pieces (
  owner_id TEXT NOT NULL,
  mailbox_id TEXT NOT NULL,
  -- 0 is the record as it was last written whole, the others its changes.
  piece INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (owner_id, mailbox_id, piece),
  FOREIGN KEY (owner_id, mailbox_id)
    REFERENCES mailbox_records (owner_id, mailbox_id) ON DELETE CASCADE
);`;

const OWNER_TABLE = `
CREATE TABLE maildrop_owners (
  maildrop TEXT NOT NULL,
  owner_id TEXT NOT NULL REFERENCES browser_sessions (id) ON DELETE CASCADE,
  mailbox_id TEXT NOT NULL,
  PRIMARY KEY (maildrop, owner_id, mailbox_id)
) WITHOUT ROWID;
CREATE INDEX maildrop_owners_by_owner ON maildrop_owners (owner_id);
`;

const SESSION_TABLE = `
CREATE TABLE browser_sessions (
  id TEXT PRIMARY KEY,
  secret_hash BLOB NOT NULL,
  sealed_key BLOB NOT NULL,
  -- Milliseconds since the Unix epoch, both.
  expires_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX browser_sessions_by_expiry ON browser_sessions (expires_at);
`;

/** Unique-ids and accounts are keyed hashes, mailbox records sealed octets: nothing here is readable by itself. */
export const SCHEMA = `${SESSION_TABLE}
${RECORD_TABLES}
${OWNER_TABLE}
CREATE TABLE accounts (
  account TEXT PRIMARY KEY,
  -- Milliseconds since the Unix epoch.
  used_at INTEGER NOT NULL,
  -- Whether a visit told what the maildrop holds.
  is_known INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX accounts_by_use ON accounts (used_at);

CREATE TABLE known_uids (
  account TEXT NOT NULL REFERENCES accounts (account) ON DELETE CASCADE,
  piece INTEGER NOT NULL,
  hashes BLOB NOT NULL,
  PRIMARY KEY (account, piece)
);

CREATE TABLE flags (
  account TEXT NOT NULL REFERENCES accounts (account) ON DELETE CASCADE,
  uid_hash BLOB NOT NULL,
  -- 1 seen, 2 starred.
  flags INTEGER NOT NULL,
  PRIMARY KEY (account, uid_hash)
) WITHOUT ROWID;
`;

/** From a version to the next one, by the one it begins with. */
export const MIGRATIONS: Readonly<Record<number, string>> = {
  // No earlier record can be read by this release, so none is taken along.
  1: "",
  2: `DROP TABLE saved_mailboxes; ${RECORD_TABLES}`,
  // What an earlier session sealed opens under no key of this release.
  3: `DROP TABLE mailbox_record_pieces; DROP TABLE mailbox_records; DROP TABLE browser_sessions;
${SESSION_TABLE}
${RECORD_TABLES}
${OWNER_TABLE}`,
};
