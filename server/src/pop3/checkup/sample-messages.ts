import { CHECK_UP_SAMPLES } from "@popgate/shared/api/check-up";
import type { Pop3Client } from "../client/client.ts";
import type { Inventory } from "../client/inventory.ts";
import type { BodySink } from "../engine/exchange.ts";
import { Pop3Error } from "../errors.ts";
import { BoundedSink } from "./bounded-sink.ts";
import { dotLines, type MessageSample } from "./facts/retrieval-facts.ts";

/** In so many lines of its body a message shows whether it has one that begins with a dot. */
const BODY_LINES = 50;
const MAX_SAMPLE_OCTETS = 64 * 1024;

/**
 * The smallest messages of a maildrop by TOP, and some of them by RETR where that may be: those first
 * that have a line which begins with a dot.
 *
 * @throws Pop3Error if the connection is lost
 */
export async function sampleMessages(
  client: Pop3Client,
  { list }: Inventory,
  mayRetrieve: boolean,
): Promise<MessageSample[]> {
  const small = list
    .filter(({ octets }) => octets !== null && octets <= MAX_SAMPLE_OCTETS)
    .toSorted((left, right) => (left.octets ?? 0) - (right.octets ?? 0))
    .slice(0, CHECK_UP_SAMPLES.headers);
  const seen = [];
  for (const { number, octets } of small) {
    const top = await received((sink) => client.top(number, 0, { sink }));
    const beginning =
      mayRetrieve && top !== undefined
        ? await received((sink) => client.top(number, BODY_LINES, { sink }))
        : undefined;
    seen.push({ number, octets, top, hasDots: beginning !== undefined && dotLines(beginning) > 0 });
  }
  const samples: MessageSample[] = [];
  for (const { number, octets, top } of seen.toSorted((a, b) => Number(b.hasDots) - Number(a.hasDots))) {
    const isRetrieved = mayRetrieve && samples.length < CHECK_UP_SAMPLES.whole;
    const whole = isRetrieved ? await received((sink) => client.retr(number, { sink })) : undefined;
    samples.push({ listed: octets, top, whole });
  }
  return samples;
}

/** @returns undefined where the server refuses */
async function received(ask: (sink: BodySink) => Promise<unknown>): Promise<Buffer | undefined> {
  const sink = new BoundedSink();
  try {
    await ask(sink);
  } catch (error) {
    if (error instanceof Pop3Error && error.connectionUsable) return undefined;
    throw error;
  }
  return sink.octets();
}
