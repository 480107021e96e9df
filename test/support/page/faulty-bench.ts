import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { benchMessages, PASSWORD, test as base, USER } from "./page-bench.ts";
import { uniqueIdsOf } from "../line/raw-pop3.ts";

/** What the demo announces where a test has a word to say about one of them. */
export function announcing(...lines: readonly string[]) {
  return {
    kind: "capabilities",
    lines: ["TOP", "UIDL", "USER", "PIPELINING", "RESP-CODES", ...lines],
  } as const;
}

/** The page bench with the demo server in the test's hand: its faults, and what it holds. */
export const test = base.extend<{ demo: DemoServer }>({
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads there which fixtures are wanted.
  demo: async ({}, use) => {
    const demo = await startDemo({ failedLoginDelayMs: 0 });
    demo.control.createMailbox({ user: USER, password: PASSWORD });
    for (const message of benchMessages()) demo.control.deliver(USER, message);
    await use(demo);
    await demo.close();
  },
  peer: async ({ demo }, use) => {
    const { host, pop3Port: port } = demo;
    await use({
      name: "the demo server",
      port,
      uniqueIds: () => uniqueIdsOf({ host, port, user: USER, password: PASSWORD }),
      deliver: (message) => demo.control.deliver(USER, message),
      stop: () => demo.close(),
    });
  },
});
