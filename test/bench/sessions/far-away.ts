import { startDelayProxy } from "../../support/line/delay-proxy.ts";

// The line to a server that is so many milliseconds away, there and back: node far-away.ts PORT MILLISECONDS

const [port = 0, roundTripMs = 0] = process.argv.slice(2).map(Number);
const proxy = await startDelayProxy("127.0.0.1", port, roundTripMs);
process.send?.(proxy.port);
process.once("disconnect", () => process.exit());
