import { expect } from "@playwright/test";
import { announcing, test } from "../support/page/faulty-bench.ts";
import { openMailbox, rowOf, USER } from "../support/page/page-bench.ts";
import { SCREENS } from "../support/page/screens.ts";

for (const [device, viewport] of Object.entries(SCREENS)) {
  test(`EXPIRE 0: no message is read before the person was told that reading may delete it, on a ${device}`, async ({
    page,
    demo,
  }) => {
    await page.setViewportSize(viewport);
    demo.control.setFaults(announcing("EXPIRE 0"));
    const verbs: string[] = [];
    demo.control.subscribe((event) => {
      if (event.kind === "command") verbs.push(event.verb);
    });
    await openMailbox(page);
    await rowOf(page, "Alpha").click();
    await expect(page.getByText("This server may delete a message once it was read")).toBeVisible();
    expect(verbs).not.toContain("RETR");

    await page.getByRole("button", { name: /Read the first lines only/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Alpha" })).toBeVisible();
    await expect(page.getByText("The body of Alpha.")).toBeVisible();
    expect(verbs).not.toContain("RETR");

    await page.getByRole("button", { name: /Download all/ }).click();
    await expect(page.getByRole("tab", { name: "Source" })).toBeVisible();
    await expect.poll(() => verbs).toContain("RETR");
    // The server did not say that it would, and it did not.
    expect(demo.control.peek(USER)).toHaveLength(8);
  });
}

test("LOGIN-DELAY: a check that comes too early shows the seconds until it may, and nothing is lost", async ({
  page,
  demo,
}) => {
  demo.control.setFaults(announcing("LOGIN-DELAY 30"));
  await openMailbox(page);
  await page.getByRole("button", { name: "Check for new mail" }).click();
  const waiting = page.getByRole("button", {
    name: /wants a pause between two logins. Check again in \d+ s/,
  });
  await expect(waiting).toBeDisabled();
  const first = Number(await waiting.textContent());
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThanOrEqual(30);
  await expect.poll(async () => Number(await waiting.textContent())).toBeLessThan(first);
  await expect(page.getByText("TRANSACTION", { exact: true })).toBeVisible();
  await rowOf(page, "Alpha").click();
  await expect(page.getByText("The body of Alpha.")).toBeVisible();
});
