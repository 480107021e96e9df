import { connect } from "node:net";
import { once } from "node:events";
import { openClient } from "@popgate/server/pop3/opening/open-client";
import { DEFAULT_DEADLINES } from "@popgate/server/pop3/deadlines";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { encodeCommand } from "@popgate/server/pop3/wire/command-encoder";
import { requireDovecot, startDovecot, type Dovecot } from "../support/dovecot.ts";
import { LinePeer } from "../support/line-peer.ts";

// All headers of a Dovecot maildrop by TOP through the engine's background lane, beside a bare socket that
// writes the same commands at once and only counts octets.
// tsx -C source test/bench/engine-headers.ts [messages]

const count = Number(process.argv[2] ?? 10_000);
if (requireDovecot() === undefined) process.exit(1);
const dovecot = await startDovecot({ users: [{ user: "bench", password: "bench", messages: count }] });
try {
  await rawDrain(dovecot);
  for (let run = 1; run <= 3; run += 1) {
    const raw = await rawDrain(dovecot);
    const engine = await engineDrain(dovecot);
    const ratio = (raw / engine).toFixed(2);
    console.log(
      `TOP n 0 × ${count}: raw ${raw.toFixed(0)} ms, engine ${engine.toFixed(0)} ms, ratio ${ratio}`,
    );
  }
} finally {
  await dovecot.stop();
}

async function rawDrain(server: Dovecot): Promise<number> {
  const socket = connect(server.port, server.host);
  await once(socket, "connect");
  const peer = new LinePeer(socket);
  await peer.line();
  await peer.ask("USER bench");
  await peer.ask("PASS bench");
  peer.release();
  socket.on("data", () => {});
  const started = performance.now();
  socket.write(Array.from({ length: count }, (_, index) => `TOP ${index + 1} 0\r\n`).join("") + "QUIT\r\n");
  await once(socket, "close");
  return performance.now() - started;
}

async function engineDrain(server: Dovecot): Promise<number> {
  const client = await openClient({
    server: { host: server.host, port: server.port, security: "none" },
    dial: {},
    deadlines: DEFAULT_DEADLINES,
    log: new TranscriptLog(),
    credentials: { user: "bench", secret: () => "bench" },
    mechanism: "USER",
  });
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    let next = 1;
    let answered = 0;
    client.setBackground({
      next() {
        if (next > count) return undefined;
        next += 1;
        return {
          command: encodeCommand("TOP", [next - 1, 0]),
          options: { sink: { write: () => true } },
          done: () => {
            answered += 1;
            if (answered === count) resolve();
          },
          failed: reject,
        };
      },
    });
  });
  const elapsed = performance.now() - started;
  client.close("the bench is over");
  return elapsed;
}
