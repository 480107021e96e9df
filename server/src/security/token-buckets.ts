import { LRUCache } from "lru-cache";

export interface BucketSize {
  /** How many at once. */
  readonly burst: number;
  /** After how many milliseconds another one is allowed. */
  readonly refillMs: number;
}

/** An attacker with many addresses must not fill the memory; a bucket unused for longest is nearly full again. */
const MAX_BUCKETS = 20_000;

interface Bucket {
  tokens: number;
  at: number;
}

/** Token buckets by key: bursts are fine, a steady rate is not. A bucket is never shut for good. */
export class TokenBuckets {
  readonly #size: BucketSize;
  readonly #now: () => number;
  readonly #buckets = new LRUCache<string, Bucket>({ max: MAX_BUCKETS });

  constructor(size: BucketSize, now: () => number) {
    this.#size = size;
    this.#now = now;
  }

  /** @returns milliseconds until one is left; 0 if one is left now */
  waitMs(key: string): number {
    const { tokens } = this.#filled(key);
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) * this.#size.refillMs);
  }

  take(key: string): void {
    const bucket = this.#filled(key);
    bucket.tokens -= 1;
    this.#buckets.set(key, bucket);
  }

  #filled(key: string): Bucket {
    const now = this.#now();
    const bucket = this.#buckets.peek(key) ?? { tokens: this.#size.burst, at: now };
    const grown = bucket.tokens + (now - bucket.at) / this.#size.refillMs;
    bucket.tokens = Math.min(this.#size.burst, grown);
    bucket.at = now;
    return bucket;
  }
}
