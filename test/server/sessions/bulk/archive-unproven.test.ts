import { buffer } from "node:stream/consumers";
import { expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import { nextEvent } from "../../../support/gateway/demo-session.ts";
import { sessionOnLies } from "../session-on-lies.ts";

/** Takes an archive of both messages to its end, and marks what it proves. */
async function archive(session: MailSession) {
  const job = await session.bulk.prepareExport({ uids: ["a", "b"], format: "archive" });
  const complete = nextEvent(session, "export", (event) => event.job.state === "complete");
  await buffer(job.open());
  job.ended(true);
  await complete;
  const { marked } = await session.bulk.markArchived(job.view().id, { readAgain: false });
  return { marked, missing: job.view().missing };
}

const WHOLE = "+OK\r\nSubject: a\r\n\r\nbody\r\n.\r\n";

it("a message of which fewer octets came than LIST told is told, and not marked", async () => {
  const session = await sessionOnLies((line) =>
    line === "LIST" ? "+OK\r\n1 275\r\n2 20\r\n.\r\n" : undefined,
  );
  expect(await archive(session)).toEqual({
    marked: ["b"],
    missing: [{ uid: "a", code: "message-incomplete" }],
  });
});

it("a message behind which more came unasked is told, and not marked, though others are", async () => {
  const session = await sessionOnLies((line) =>
    line === "RETR 1" ? `${WHOLE}the rest of it\r\n.\r\n` : undefined,
  );
  expect(await archive(session)).toEqual({
    marked: ["b"],
    missing: [{ uid: "a", code: "message-incomplete" }],
  });
});

it("a server that counts a line's end as one octet tells fewer than come, which proves as well", async () => {
  const session = await sessionOnLies((line) =>
    line === "LIST" ? "+OK\r\n1 17\r\n2 17\r\n.\r\n" : undefined,
  );
  expect(await archive(session)).toEqual({ marked: ["a", "b"], missing: [] });
});
