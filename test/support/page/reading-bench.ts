import { expect, type Page } from "@playwright/test";
import { rowOf, signIn, test as base, USER } from "./page-bench.ts";

/** A header that says nothing more than it must, and whatever else a test needs. */
export function mail(subject: string, fields: readonly string[], body: readonly string[]): Buffer {
  const has = (name: string) => fields.some((field) => field.toLowerCase().startsWith(`${name}:`));
  return Buffer.from(
    [
      ...(has("from") ? [] : ['From: "Kim Reader" <kim@example.org>']),
      `To: ${USER}`,
      `Subject: ${subject}`,
      ...(has("date") ? [] : ["Date: Mon, 8 Jun 2026 10:00:00 +0000"]),
      "MIME-Version: 1.0",
      ...fields,
      "",
      ...body,
      "",
    ].join("\r\n"),
  );
}

/** The parts of a multipart body, each with its header lines, an empty line and its content. */
export function parts(boundary: string, ...each: readonly (readonly string[])[]): string[] {
  return [...each.flatMap((part) => [`--${boundary}`, ...part]), `--${boundary}--`];
}

export function base64(octets: Buffer): string[] {
  return octets.toString("base64").match(/.{1,76}/g) ?? [];
}

/** Playwright's `test` with what `mailbag` holds in the maildrop, behind the bench's own messages. */
export const test = base.extend<{ mailbag: { readonly letters: readonly Buffer[] }; delivered: void }>({
  mailbag: [{ letters: [] }, { option: true }],
  delivered: [
    async ({ peer, mailbag }, use) => {
      for (const letter of mailbag.letters) peer.deliver(letter);
      await use();
    },
    { auto: true },
  ],
});

/** Signs in and opens the message of this subject. */
export async function openLetter(page: Page, subject: string): Promise<void> {
  await signIn(page);
  await rowOf(page, subject).click();
  await readingOf(page, subject);
}

/** Waits until the message itself is there: while it is read its subject stands already. */
export async function readingOf(page: Page, subject: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: subject })).toBeVisible();
  await expect(page.getByRole("tablist", { name: "View" })).toBeVisible();
}
