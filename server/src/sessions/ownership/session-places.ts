import { SessionError } from "../work/session-error.ts";

export interface PlaceLimits {
  /** In all. */
  readonly sessions: number;
  /** For one browser session. */
  readonly perOwner: number;
  /** For one client address: a single machine with many cookies must not fill the gateway. */
  readonly perAddress: number;
}

/**
 * Counts mailboxes against the limits. A place is taken before the sign-in begins: a limit that is
 * only checked before a slow login is none.
 */
export class SessionPlaces {
  readonly #limits: PlaceLimits;
  readonly #byOwner = new Map<string, number>();
  readonly #byAddress = new Map<string, number>();
  #taken = 0;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /** Places taken, by live mailboxes and by sign-ins under way. */
  get taken(): number {
    return this.#taken;
  }

  /**
   * @param address what the client's address counts as
   * @returns what gives the place back; calling it twice is harmless
   * @throws SessionError `too-many-mailboxes`, `too-many-from-address`, `too-many-sessions`
   */
  take(ownerId: string, address: string): () => void {
    const { sessions, perOwner, perAddress } = this.#limits;
    if ((this.#byOwner.get(ownerId) ?? 0) >= perOwner) {
      throw new SessionError("too-many-mailboxes", `this browser holds ${perOwner} mailboxes already`);
    }
    if ((this.#byAddress.get(address) ?? 0) >= perAddress) {
      throw new SessionError("too-many-from-address", `this address holds ${perAddress} mailboxes already`);
    }
    if (this.#taken >= sessions) {
      throw new SessionError("too-many-sessions", "this gateway is full; try again later");
    }
    this.#count(ownerId, address, 1);
    let isTaken = true;
    return () => {
      if (isTaken) this.#count(ownerId, address, -1);
      isTaken = false;
    };
  }

  #count(ownerId: string, address: string, by: 1 | -1): void {
    this.#taken += by;
    add(this.#byOwner, ownerId, by);
    add(this.#byAddress, address, by);
  }
}

/** A count of zero is removed, so that the maps hold only who is here. */
function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
