/** What CAPA told (RFC 2449 §5). An empty set means that it told nothing, not that nothing works. */
export class Capabilities {
  readonly #byTag = new Map<string, readonly string[]>();
  /** As announced, upper-cased tag first. */
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    const kept: string[] = [];
    for (const line of lines) {
      const [tag, ...args] = line.trim().split(/\s+/);
      if (tag === undefined || tag === "") continue;
      this.#byTag.set(tag.toUpperCase(), args);
      kept.push([tag.toUpperCase(), ...args].join(" "));
    }
    this.lines = kept;
  }

  has(tag: string): boolean {
    return this.#byTag.has(tag);
  }

  /** The arguments of a capability; empty where it has none or is absent. */
  args(tag: string): readonly string[] {
    return this.#byTag.get(tag) ?? [];
  }

  /** Mechanism names of SASL, upper-cased (RFC 5034 §3). */
  get mechanisms(): readonly string[] {
    return this.args("SASL").map((name) => name.toUpperCase());
  }

  /** RFC 2449 §6.5; the figure is in seconds and may be followed by USER. */
  get loginDelayMs(): number | undefined {
    const seconds = Number(this.args("LOGIN-DELAY")[0]);
    return Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1000 : undefined;
  }

  /**
   * EXPIRE (RFC 2449 §6.7): how long messages stay; Infinity for NEVER, undefined where it is not
   * told. With 0 the server may remove a message as soon as it was retrieved.
   */
  get expireDays(): number | undefined {
    const [days] = this.args("EXPIRE");
    if (days?.toUpperCase() === "NEVER") return Number.POSITIVE_INFINITY;
    return days !== undefined && /^\d{1,9}$/.test(days) ? Number(days) : undefined;
  }
}

/** A list longer than this is not a capability list. */
export const MAX_CAPABILITY_LINES = 200;
