import { startOwnProcess } from "./own-process.ts";
import type { Stops } from "./stops.ts";

/** How long others waited while a bench was at work. */
export interface Waits {
  /** The longest that `livez` was waited for, in milliseconds. */
  readonly livezMs: number;
  /** The same of a server that does nothing else: what the machine and the poller are to blame for. */
  readonly idleMs: number;
}

/** Asks a gateway's `livez`, and an idle server beside it, every five milliseconds from another process. */
export class Poller {
  readonly #report: () => Promise<[number, number]>;

  private constructor(report: () => Promise<[number, number]>) {
    this.#report = report;
  }

  static async start(gatewayUrl: string, stops: Stops): Promise<Poller> {
    const idle = stops.add(await startOwnProcess("idle-server.mjs", []));
    const urls = [`${gatewayUrl}/livez`, `http://127.0.0.1:${idle.port}/`];
    const polling = stops.add(await startOwnProcess("poller.mjs", urls));
    return new Poller(() => polling.ask("report"));
  }

  async during(work: () => Promise<void>): Promise<Waits> {
    await this.#report();
    await work();
    const [livezMs, idleMs] = await this.#report();
    return { livezMs, idleMs };
  }
}
