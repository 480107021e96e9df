/**
 * A page that is sent nonsense may recover so well that no test sees it: the gateway's log tells.
 *
 * @throws where a reply or an event has broken its contract
 */
export function refuseBreaches(log: string): void {
  const [breach] = /[^"]+breaks its contract[^"\\]*/.exec(log) ?? [];
  if (breach !== undefined) throw new Error(breach);
}
