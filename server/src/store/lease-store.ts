/** The lease that was taken, or who has it. */
export type LeaseAnswer =
  | { readonly kind: "acquired"; readonly token: string }
  | { readonly kind: "held"; readonly heldBy: string };

/**
 * Who may use a mailbox, among all gateways that share the store: a maildrop has one lock (RFC 1939
 * §4), and two gateways that fight for it would only lock each other out.
 */
export interface LeaseStore {
  /**
   * @param holder names the gateway and whatever else it wants to be told to others
   * @param ttlMs after which it is free again, unless renewed: a gateway that died holds nothing
   */
  acquire(key: string, holder: string, ttlMs: number): Promise<LeaseAnswer>;
  /**
   * Holds it longer. One that expired, or that the store lost, is taken anew if nobody else has it.
   *
   * @returns false when somebody else has it now
   */
  renew(key: string, token: string, ttlMs: number): Promise<boolean>;
  /** Who holds it, by the name it gave. Looking takes nothing: the one that has it never notices. */
  holderOf(key: string): Promise<string | undefined>;
  /** Lets it go, if it is still this one. */
  release(key: string, token: string): Promise<void>;
  /**
   * Sends a message to every gateway that listens, this one included: whoever holds the lease answers
   * by what it does with it. Nobody may hear it; whoever asks has to bound its own wait.
   */
  ask(key: string, message: string): Promise<void>;
  /** @returns what ends the subscription */
  onAsked(listener: (key: string, message: string) => void): () => void;
}

/** A holder's name and a message are a few words; both travel through the store. */
export const MAX_LEASE_TEXT_CHARACTERS = 1_000;
