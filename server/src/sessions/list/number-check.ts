import { idAsGiven, nameOf } from "../../maildrop/made-up-id.ts";
import type { Maildrop, MaildropMessage } from "../../maildrop/maildrop.ts";
import type { Pop3Client } from "../../pop3/client/client.ts";
import { parseListLine, parseUidlLine } from "../../pop3/client/listing.ts";
import type { BackgroundCommand, Reply } from "../../pop3/engine/exchange.ts";
import { encodeCommand } from "../../pop3/wire/command-encoder.ts";

type Verdict = "unasked" | "asked" | "stand" | "moved";

/**
 * Whether the numbers of a session are still those of its reading. RFC 1939 §5 fixes them, but there are servers whose
 * messages move up behind a DELE: what is read by its number afterwards is another message, and its subject would stand
 * in a row that somebody marks. So behind the first DELE the server is asked once what bears the highest number: there
 * is none any more where numbers moved.
 */
export class NumberCheck {
  readonly #client: Pop3Client;
  readonly #maildrop: Maildrop;
  readonly #isMarked: (uid: string) => boolean;
  #verdict: Verdict = "unasked";
  #tellDecided = () => {};
  readonly #decided = new Promise<void>((resolve) => (this.#tellDecided = resolve));

  /** @param isMarked a marked message is not there to be asked for */
  constructor(client: Pop3Client, maildrop: Maildrop, isMarked: (uid: string) => boolean) {
    this.#client = client;
    this.#maildrop = maildrop;
    this.#isMarked = isMarked;
    client.onClose(() => this.#decide("moved"));
  }

  /** Nothing may be read by its number any more that stands behind a message for which DELE was sent. */
  get haveMoved(): boolean {
    return this.#verdict === "moved";
  }

  /** Whether what bears the number now is not surely what the reading says. */
  mayBeOther(number: number): boolean {
    return this.#verdict !== "stand" && number > this.#client.lowestDeleted;
  }

  /** What asks the server, once: to be sent ahead of what is read by a number that may have moved. */
  command(): BackgroundCommand | undefined {
    const last = this.#verdict === "unasked" ? this.#last() : undefined;
    if (last === undefined) return undefined;
    this.#verdict = "asked";
    const isNamed = idAsGiven(last.uid) !== undefined;
    return {
      command: encodeCommand(isNamed ? "UIDL" : "LIST", [last.number]),
      options: { causeId: "headers" },
      done: (reply) => this.#decide(isSame(last, reply) ? "stand" : "moved"),
      // The end of the connection decides it.
      failed: () => {},
    };
  }

  /** Ends when it is known. @returns whether the number may be gone by */
  async stands({ number }: MaildropMessage): Promise<boolean> {
    if (!this.mayBeOther(number)) return true;
    const command = this.command();
    if (command !== undefined) this.#client.hurry(command);
    if (this.#verdict === "asked") await this.#decided;
    return !this.mayBeOther(number);
  }

  #last(): MaildropMessage | undefined {
    return this.#maildrop.messages.findLast(
      ({ uid, number }) => !this.#isMarked(uid) && !this.#client.hasDeleted(number),
    );
  }

  #decide(verdict: "stand" | "moved"): void {
    this.#verdict = verdict;
    this.#tellDecided();
  }
}

function isSame({ uid, number, octets }: MaildropMessage, { status, text }: Reply): boolean {
  if (status !== "ok") return false;
  const given = idAsGiven(uid);
  if (given === undefined) {
    const line = parseListLine(text);
    return line?.number === number && line.octets === octets;
  }
  const line = parseUidlLine(text);
  return line?.number === number && nameOf(line.uniqueId) === given;
}
