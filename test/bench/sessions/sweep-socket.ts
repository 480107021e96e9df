import { rawDrain } from "../bench-session.ts";

// A bare socket's sign-in with all headers: node sweep-socket.ts PORT USER MESSAGES; answers how many
// it was asked for with the milliseconds of processor time that they took together.

const [port, user, messages] = process.argv.slice(2);
const commands = [
  "STAT",
  "LIST",
  "UIDL",
  ...Array.from({ length: Number(messages) }, (_, nth) => `TOP ${nth + 1} 0`),
];
process.on("message", (times) => void sweep(Number(times)));
process.once("disconnect", () => process.exit());
process.send?.(0);

async function sweep(times: number): Promise<void> {
  const before = process.cpuUsage();
  for (let nth = 0; nth < times; nth += 1)
    await rawDrain({ host: "127.0.0.1", port: Number(port) }, commands, user);
  const { user: own, system } = process.cpuUsage(before);
  process.send?.((own + system) / 1000);
}
