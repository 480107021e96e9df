import { startCable, type Cable } from "../line/cable.ts";
import { PEERS, test as base } from "./page-bench.ts";

const cables = new Map<number, Cable>();

/** The page bench with the peer behind a cable; its owner still reaches it without. */
export const test = base.extend<{ cable: Cable }>({
  peer: async ({ peerName }, use) => {
    const peer = await PEERS[peerName]?.();
    if (peer === undefined) throw new Error(`there is no peer ${peerName}`);
    const cable = await startCable("127.0.0.1", peer.port);
    cables.set(cable.port, cable);
    await use({ ...peer, port: cable.port });
    await cable.stop();
    await peer.stop();
  },
  cable: async ({ peer }, use) => {
    const cable = cables.get(peer.port);
    if (cable === undefined) throw new Error("the peer has no cable");
    await use(cable);
  },
});
