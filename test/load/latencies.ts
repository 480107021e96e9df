/** What people did and how long each waited, in milliseconds. */
export class Latencies {
  readonly #taken = new Map<string, number[]>();

  /** Runs an action and counts its time if it succeeds. */
  async time<Value>(action: string, work: () => Promise<Value>): Promise<Value> {
    const started = performance.now();
    const value = await work();
    const taken = this.#taken.get(action) ?? [];
    taken.push(performance.now() - started);
    this.#taken.set(action, taken);
    return value;
  }

  /** A line for each action: how often, and the waits of the 50th, 95th and 99th of a hundred. */
  table(): string {
    const rows = [...this.#taken].map(([action, taken]) => {
      const sorted = taken.toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1]?.toFixed(1) ?? "–";
      return `| ${action} | ${sorted.length} | ${at(0.5)} | ${at(0.95)} | ${at(0.99)} | ${at(1)} |`;
    });
    return [
      "| Action | Count | p50 ms | p95 ms | p99 ms | Longest |",
      "|---|---|---|---|---|---|",
      ...rows,
    ].join("\n");
  }
}
