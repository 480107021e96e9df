import { identify } from "@popgate/server/maildrop/identify";
import type { Pop3Client } from "@popgate/server/pop3/client/client";
import { FirstPages } from "@popgate/server/sessions/list/first-pages";
import { HeaderSweep } from "@popgate/server/sessions/list/header-sweep";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PASSWORD, startDemoBench, USER, type DemoBench } from "../../../support/gateway/demo-session.ts";
import { openTo } from "../../pop3/opened-client.ts";

/** A page has 50 rows. */
const COUNT = 120;
const NEWEST = Array.from({ length: 50 }, (_, index) => `m${COUNT - index}`);

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench(COUNT);
});
afterEach(() => bench.close());

interface Swept {
  readonly client: Pop3Client;
  readonly sweep: HeaderSweep;
  /** Unique-ids in the order in which their headers came. */
  readonly learned: readonly string[];
  readonly finished: Promise<void>;
}

async function sweepOf(pages: FirstPages): Promise<Swept> {
  const client = await openTo(bench.demo.pop3Port, { user: USER, password: PASSWORD });
  const { list, uidl = [] } = await client.inventory();
  const learned: string[] = [];
  let finish = () => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const handler = {
    hasHeader: (uid: string) => learned.includes(uid),
    hasRoom: true,
    isMarked: () => false,
    learned: (uid: string) => void learned.push(uid),
    refused: () => {},
    hungUpOn: () => {},
    finished: () => finish(),
  };
  const sweep = new HeaderSweep(client, identify(list, uidl), handler, pages);
  client.setBackground(sweep);
  return { client, sweep, learned, finished };
}

describe("the headers of a maildrop", () => {
  test("are read from the newest down, and no further than the first page while somebody signs in", async () => {
    const pages = new FirstPages(3_600_000);
    let end = () => {};
    const signingIn = pages.during(() => new Promise<void>((resolve) => (end = resolve)));
    const { client, sweep, learned, finished } = await sweepOf(pages);
    await sweep.firstPageRead;
    // Behind whatever else the sweep might have asked for.
    await client.noop();
    expect(learned).toEqual(NEWEST);
    end();
    await signingIn;
    await finished;
    expect(learned).toHaveLength(COUNT);
  });

  test("that somebody looks at are read though somebody signs in", async () => {
    const pages = new FirstPages(3_600_000);
    void pages.during(() => new Promise<void>(() => {}));
    const { client, sweep, learned } = await sweepOf(pages);
    await sweep.firstPageRead;
    sweep.look(["m1"]);
    await client.noop();
    expect(learned).toEqual([...NEWEST, "m1"]);
  });

  test("are not waited for where the connection ends", async () => {
    const { client, sweep } = await sweepOf(new FirstPages());
    client.close("the test");
    await sweep.firstPageRead;
  });
});
