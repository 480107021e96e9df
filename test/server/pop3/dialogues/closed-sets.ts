import type { Fault } from "@popgate/server/demo/faults/fault";
import type { Pop3ErrorKind } from "@popgate/server/pop3/errors";
import type { Risk } from "./risks.ts";

// What the sources know as a closed set, and where it is here. A new member does not compile until it is listed.

/** What each fault of the demo server is here. */
export const RISK_OF_DEMO_FAULT: Readonly<Record<Fault["kind"], Risk>> = {
  greeting: "-ERR as greeting",
  refuse: "-ERR on a verb",
  delay: "a late reply",
  cut: "cut in mid-RETR",
  cutQuit: "cut before the QUIT reply",
  refuseLogin: "[SYS/TEMP]",
  without: "no UIDL",
  capabilities: "capabilities that lie",
  duplicateUniqueIds: "duplicate unique-ids",
  failUpdate: "update failure",
  bareLf: "LF only",
  injectAfterStls: "STLS injection",
  withoutLock: "locks differ",
  updateOnAbort: "DELE without QUIT",
  ignoreRset: "DELE without QUIT",
  shiftNumbers: "DELE without QUIT",
  listMarked: "DELE without QUIT",
  numbersAsUniqueIds: "duplicate unique-ids",
  uniqueIdsOfLogin: "duplicate unique-ids",
  keepAtQuit: "update failure",
  listTwice: "Gmail's bundles",
  listingsDiffer: "a message between UIDL and LIST",
  shortRetr: "cut in mid-RETR",
  withoutDotStuffing: "no dot-stuffing",
};

/** Whether a dialogue can end in it. */
export const IS_KIND_SPOKEN: Readonly<Record<Pop3ErrorKind, boolean>> = {
  // Before there is a server to talk to.
  hostNotAllowed: false,
  unknownHost: false,
  refusedPort: false,
  // Loopback, where dialogues are played, is allowed plain text.
  plaintext: false,
  // Every server here shows a certificate of today, over TLS of today, and asks for none.
  clientCertificate: false,
  tlsTooOld: false,
  network: true,
  noTls: true,
  certificate: true,
  tls: true,
  injection: true,
  noMechanism: true,
  tokenNeeded: true,
  loginTooLong: true,
  loginUnsendable: true,
  serverUnproved: true,
  auth: true,
  inUse: true,
  loginDelay: true,
  sysTemp: true,
  sysPerm: true,
  refused: true,
  protocol: true,
  desync: true,
  limit: true,
  timeout: true,
  closed: true,
  cancelled: true,
};
