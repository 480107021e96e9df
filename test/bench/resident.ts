import { readFileSync, writeFileSync } from "node:fs";

/** Memory of a process that is not our own, as Linux tells it. */
export class ResidentMemory {
  readonly #folder: string;

  constructor(pid: number) {
    this.#folder = `/proc/${pid}`;
  }

  /** Bytes now. */
  get now(): number {
    return this.#field("VmRSS");
  }

  /** Bytes at the highest since `forgetPeak`. */
  get peak(): number {
    return this.#field("VmHWM");
  }

  forgetPeak(): void {
    // proc(5): 5 resets the peak to what is resident now.
    writeFileSync(`${this.#folder}/clear_refs`, "5");
  }

  #field(name: "VmRSS" | "VmHWM"): number {
    const status = readFileSync(`${this.#folder}/status`, "utf8");
    return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
  }
}
