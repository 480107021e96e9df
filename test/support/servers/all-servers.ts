import type { CheckName, CheckVerdict } from "@popgate/shared/api/check-up";
import type { Mechanism } from "@popgate/shared/api/mailbox";
import { courier } from "./courier.ts";
import { cyrus } from "./cyrus.ts";
import { dovecot } from "./dovecot-server.ts";
import { mailutils } from "./mailutils.ts";
import { popa3d } from "./popa3d.ts";
import type { ServerKind } from "./real-server.ts";
import { solidPop3d } from "./solid-pop3d.ts";

/** What is known of a server, and what its tests hold it to. */
export interface KnownServer {
  readonly kind: ServerKind;
  readonly mechanisms: readonly Mechanism[];
  readonly security: readonly ("none" | "starttls" | "tls")[];
  /** How RETR differs from what was delivered. */
  readonly delivers: "exact" | "with X-UIDL" | "with an empty line more";
  readonly secondSession: "allowed" | "refused";
  /** What a check-up says of it beside what is in order with all of them. */
  readonly checkUp?: Partial<Record<CheckName, CheckVerdict | "varies">>;
}

/** The messages of a large maildrop. */
export const LARGE = 5_000;

export const ALL_SERVERS: readonly KnownServer[] = [
  {
    kind: dovecot,
    mechanisms: ["USER", "APOP", "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"],
    security: ["none", "starttls", "tls"],
    delivers: "exact",
    secondSession: "allowed",
  },
  {
    kind: courier,
    checkUp: { "second-session": "skipped", "unique-ids-stable": "skipped", "response-codes": "note" },
    mechanisms: ["USER", "PLAIN", "LOGIN", "CRAM-MD5"],
    security: ["none", "starttls", "tls"],
    delivers: "exact",
    secondSession: "allowed",
  },
  {
    kind: cyrus,
    mechanisms: ["USER", "APOP", "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"],
    security: ["none", "starttls", "tls"],
    delivers: "exact",
    secondSession: "allowed",
  },
  {
    kind: popa3d,
    checkUp: { capabilities: "warning", "unique-ids": "bad", pipelining: "note" },
    mechanisms: ["USER"],
    security: ["none"],
    delivers: "exact",
    secondSession: "allowed",
  },
  {
    kind: solidPop3d,
    checkUp: { capabilities: "warning", pipelining: "note" },
    mechanisms: ["USER"],
    security: ["none"],
    delivers: "with an empty line more",
    secondSession: "allowed",
  },
  {
    kind: mailutils,
    // Its first session adds a field to the messages that LIST does not count.
    checkUp: { "second-session": "good", octets: "varies", "dot-stuffing": "varies" },
    mechanisms: ["USER", "APOP"],
    security: ["none", "starttls", "tls"],
    delivers: "with X-UIDL",
    secondSession: "refused",
  },
];
