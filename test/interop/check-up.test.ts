import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { checkUp, finding, verdictsOf } from "../server/pop3/checkup/check-up-of.ts";
import { ALL_SERVERS, type KnownServer } from "../support/servers/all-servers.ts";
import { SERVER_PASSWORD, type RealServer } from "../support/servers/real-server.ts";
import { suiteMessages } from "./suite-messages.ts";

const SIX = [...suiteMessages().values()];
const USER = "look";
/** Whom nobody looked at before. */
const UNTOUCHED = "still";

/** What every one of them does right, where its row says nothing else. */
const IN_ORDER = {
  login: "good",
  stat: "good",
  "unique-ids": "good",
  "unique-ids-stable": "good",
  top: "good",
  octets: "good",
  "dot-stuffing": "good",
  pipelining: "good",
  "unknown-command": "good",
  "no-such-message": "good",
} as const;

for (const server of ALL_SERVERS) describeCheckUp(server);

/** What a check-up says of a server that is known, and that it leaves nothing behind. */
function describeCheckUp({ kind, security, ...known }: KnownServer): void {
  const expected = Object.fromEntries(
    Object.entries({ ...IN_ORDER, ...known.checkUp }).filter(([, verdict]) => verdict !== "varies"),
  );
  describe.skipIf(!kind.isAvailable())(`a check-up of ${kind.name}`, { timeout: 60_000 }, () => {
    let server: RealServer;
    beforeAll(async () => {
      server = await kind.start([
        { user: USER, messages: SIX },
        { user: UNTOUCHED, messages: SIX },
      ]);
    });
    afterAll(() => server.stop());

    async function looked(way: (typeof security)[number], user = USER, log = new TranscriptLog()) {
      const port = way === "tls" ? (server.tlsPort ?? 0) : server.port;
      const trust = server.authority === undefined ? {} : { trust: { ca: server.authority } };
      return checkUp({ port, security: way, user, password: SERVER_PASSWORD, log, ...trust });
    }

    it.each(security)("finds what is known of it with security %s", async (way) => {
      const report = await looked(way);
      expect(verdictsOf(report)).toMatchObject(expected);
      const { verdict, facts } = finding(report, "second-session");
      if (verdict !== "skipped") expect(facts["allowed"]).toBe(known.secondSession === "allowed");
      expect(JSON.stringify(report)).not.toContain(SERVER_PASSWORD);
    });

    it("leaves every octet of the mail as it was", async () => {
      const before = server.mailOnDisk(UNTOUCHED);
      const log = new TranscriptLog();
      await looked("none", UNTOUCHED, log);
      expect(withoutOwnMarks(server.mailOnDisk(UNTOUCHED))).toEqual(withoutOwnMarks(before));
      expect(log.after(0).filter(({ verb }) => verb === "DELE")).toEqual([]);
    });
  });
}

/** What GNU Mailutils writes into the mail by itself, as soon as anybody asks for unique-ids. */
const OWN_FIELDS = /^(?:X-UIDL|X-IMAPbase|X-UID|Status): .*\n/gm;

/** What servers note by themselves is no change of the mail: Dovecot and Courier flag a file as read. */
function withoutOwnMarks(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, octets]) => [
      name.replace(/:2,S$/, ":2,"),
      // An empty message gains an empty line with its fields.
      octets.replace(OWN_FIELDS, "").replace(/\n{3,}/g, "\n\n"),
    ]),
  );
}
