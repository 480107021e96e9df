/** One message of a maildrop, as LIST and UIDL told of it. */
export interface MaildropMessage {
  /** The only identity above this room; made up where the server gives none or gives it twice. */
  readonly uid: string;
  /** Valid within one session only (RFC 1939 §5). */
  readonly number: number;
  readonly octets: number | null;
  /** How many messages carry the server's unique-id that this uid stands for; 1 for a sound one. */
  readonly sharedBy: number;
}

const DIGITS = /^\d+$/;

/** One reading of a maildrop: a snapshot, as long as its POP3 session lives. */
export class Maildrop {
  /** In the order of the message numbers; they may have gaps. */
  readonly messages: readonly MaildropMessage[];
  readonly #byUid: ReadonlyMap<string, MaildropMessage>;
  /** Whether uids are made up, so that a later reading may not find the same ones. */
  readonly hasWeakIds: boolean;

  constructor(messages: readonly MaildropMessage[], hasWeakIds: boolean) {
    this.messages = messages;
    this.hasWeakIds = hasWeakIds;
    this.#byUid = new Map(messages.map((message) => [message.uid, message]));
  }

  /**
   * Whether every unique-id is its message's number. Such ids may be places, which belong to other messages once
   * something is removed; a server that counts its messages gives the same ones until then.
   */
  get hasPlacesAsIds(): boolean {
    const { messages } = this;
    return (
      messages.length > 0 && messages.every(({ uid, number }) => DIGITS.test(uid) && Number(uid) === number)
    );
  }

  static readonly empty = new Maildrop([], false);

  find(uid: string): MaildropMessage | undefined {
    return this.#byUid.get(uid);
  }

  has(uid: string): boolean {
    return this.#byUid.has(uid);
  }

  /**
   * Whether this is surely the message of an earlier reading. A reused unique-id has another size; twins,
   * identical by RFC 1939 §7 and other messages on some servers, may have changed places; and one that is
   * known only by its place is never sure.
   */
  stillHas(earlier: MaildropMessage): boolean {
    const found = this.#byUid.get(earlier.uid);
    return (
      found !== undefined && found.octets === earlier.octets && found.sharedBy === 1 && earlier.sharedBy === 1
    );
  }

  /** The numbers of those that are here; unknown uids are left out. */
  numbersOf(uids: Iterable<string>): number[] {
    const numbers: number[] = [];
    for (const uid of uids) {
      const message = this.#byUid.get(uid);
      if (message !== undefined) numbers.push(message.number);
    }
    return numbers;
  }

  /** Octets of those that are here; a size that the server does not tell counts as 0. */
  octetsOf(uids: Iterable<string>): number {
    let octets = 0;
    for (const uid of uids) octets += this.#byUid.get(uid)?.octets ?? 0;
    return octets;
  }
}
