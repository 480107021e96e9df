/** How often it is tried until growth is even: something else may have disturbed a try. */
const TRIES = 3;
/** The input that is cut into this many pieces, or is one. */
const PIECES = 8;
/** Less than a millisecond cannot be told from none. */
const LEAST_US = 1_000;

/** Beyond this, work grows faster than its input: 1 is even growth, `PIECES` is growth with the square. */
export const EVEN_GROWTH = 4;

/**
 * How many times the work is if the same octets come in one piece instead of eight. By the processor's time,
 * which a busy machine does not stretch.
 *
 * @param work is given an eighth of the size eight times, then the whole size once
 */
export async function growth(size: number, work: (size: number) => unknown): Promise<number> {
  const workInPieces = async () => {
    for (let piece = 0; piece < PIECES; piece += 1) await work(Math.ceil(size / PIECES));
  };
  // What has never run is slow, which would hide growth.
  await workInPieces();
  let least = Number.POSITIVE_INFINITY;
  for (let nth = 0; nth < TRIES && least >= EVEN_GROWTH; nth += 1) {
    const inPieces = await timeOf(workInPieces);
    least = Math.min(least, (await timeOf(() => work(size))) / inPieces);
  }
  return least;
}

async function timeOf(work: () => unknown): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  return Math.max(LEAST_US, process.cpuUsage(begun).user);
}
