import type { Page } from "@playwright/test";

/** Where a mail begins in the only frame of its page, and where it may go on. */
const BEGINNING = [20, 24] as const;
const FURTHER = [60, 50] as const;
/** To what can have the focus, and what a letter or Enter sets off there. */
const KEYS = ["Tab", "a", "Enter"];

/** What a person may do to a mail without meaning anything by it: point, click, type. */
export async function handle({ mouse, keyboard }: Page): Promise<void> {
  await mouse.move(...FURTHER);
  await mouse.click(...BEGINNING);
  for (const key of KEYS) await keyboard.press(key);
}
