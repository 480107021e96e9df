import { GrowingBuffer } from "../growing-buffer.ts";
import type { PartSink } from "./mime-walker.ts";

/** Octets that all bodies of one kind may take together. */
export class OctetBudget {
  #left: number;
  #isExceeded = false;

  constructor(octets: number) {
    this.#left = octets;
  }

  get isExceeded(): boolean {
    return this.#isExceeded;
  }

  /** How many of `wanted` octets may be kept. */
  take(wanted: number): number {
    const granted = Math.min(wanted, this.#left);
    this.#left -= granted;
    this.#isExceeded ||= granted < wanted;
    return granted;
  }
}

/** Keeps a body's octets as far as its budget goes. */
export class BodyCollector implements PartSink {
  readonly #budget: OctetBudget;
  readonly #kept = new GrowingBuffer();
  readonly #onEnd: (bytes: Buffer, isCut: boolean) => void;
  #isCut = false;

  constructor(budget: OctetBudget, onEnd: (bytes: Buffer, isCut: boolean) => void) {
    this.#budget = budget;
    this.#onEnd = onEnd;
  }

  write(bytes: Buffer): void {
    const granted = this.#budget.take(bytes.length);
    this.#isCut ||= granted < bytes.length;
    this.#kept.append(bytes.subarray(0, granted));
  }

  end(): void {
    this.#onEnd(this.#kept.take(), this.#isCut);
  }
}
