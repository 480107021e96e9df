/** Progress is told only of what takes long enough to be looked at. */
const PROGRESS_FROM_OCTETS = 512 * 1024;
const PROGRESS_EVERY_MS = 100;

/**
 * Tells how far one download is, ten times a second at most: what comes first at once, and the last of what came
 * in between when its time is over, so that a download that stands still shows all that is there.
 */
export class ProgressTeller {
  readonly #tell: (received: number) => void;
  readonly #isTold: boolean;
  #received = 0;
  #told = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param octets null where LIST did not tell; `tell` hears how many of them have come */
  constructor(octets: number | null, tell: (received: number) => void) {
    this.#tell = tell;
    this.#isTold = octets === null || octets >= PROGRESS_FROM_OCTETS;
  }

  progressed(received: number): void {
    this.#received = received;
    if (this.#isTold && this.#timer === undefined) this.#tellNow();
  }

  /** The download is over, well or not: nothing is told any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tellNow(): void {
    this.#told = this.#received;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#received !== this.#told) this.#tellNow();
    }, PROGRESS_EVERY_MS);
    this.#tell(this.#told);
  }
}
