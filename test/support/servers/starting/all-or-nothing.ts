type Step = () => void | Promise<void>;

/**
 * Starts what has several parts. Each part that was begun says how it is ended; all of them are ended,
 * the last one first, by `stop`, or at once if the start fails: nothing of it is left behind then.
 */
export async function allOrNothing<Facts>(
  start: (onStop: (step: Step) => void) => Promise<Facts>,
): Promise<Facts & { stop(): Promise<void> }> {
  const steps: Step[] = [];
  const stop = async () => {
    for (const step of steps.splice(0).toReversed()) await step();
  };
  try {
    return { ...(await start((step) => steps.push(step))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
