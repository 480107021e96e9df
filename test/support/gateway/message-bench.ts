import { startAppBench, USER, type AppBench, type Browser } from "./app-bench.ts";

/** A gateway with one message more, and a browser that is signed in. */
export interface MessageBench {
  readonly bench: AppBench;
  readonly browser: Browser;
  /** Where the API has the message. */
  readonly path: string;
}

/** @param mail with CRLF; it is delivered in UTF-8 */
export async function startMessageBench(uid: string, mail: string): Promise<MessageBench> {
  const bench = await startAppBench({ messages: 1 });
  bench.demo.control.deliver(USER, Buffer.from(mail), uid);
  const browser = bench.browser();
  const { id } = await browser.signIn();
  return { bench, browser, path: `/mailboxes/${id}/messages/${encodeURIComponent(uid)}` };
}
