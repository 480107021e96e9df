import { expect } from "@playwright/test";
import { openMailboxOf, readAll } from "../hostile/as-a-person.ts";
import { DENIALS } from "../hostile/corpus/denial.ts";
import { expectNothing, test } from "../hostile/hostile-test.ts";

test(`${DENIALS.title}: each mail is shown, and the page still answers the keyboard`, async ({
  bench,
  watched,
}) => {
  test.slow();
  const page = await watched.newPage();
  await openMailboxOf(page, watched.url, bench.mailboxOf(DENIALS.mails));
  const shown: string[] = [];
  // Each step down the list is a key that the page answered while it showed the mail before.
  await readAll(page, DENIALS.mails, async (id, frame) => {
    expect(frame, id).toBeDefined();
    shown.push(id);
  });
  expect(shown).toHaveLength(DENIALS.mails.length);
  expectNothing(watched);
});
