interface Running {
  stop(): Promise<unknown>;
}

/** What a bench has started; stopped in the other order, however the bench ends. */
export class Stops {
  readonly #running: Running[] = [];

  static async whileRunning<Value>(work: (stops: Stops) => Promise<Value>): Promise<Value> {
    const stops = new Stops();
    try {
      return await work(stops);
    } finally {
      for (const running of stops.#running.toReversed()) await running.stop();
    }
  }

  add<Started extends Running>(running: Started): Started {
    this.#running.push(running);
    return running;
  }
}
