import { pathToFileURL } from "node:url";
import type { FastifyInstance } from "fastify";
import { buildApp } from "./app.ts";
import { describeConfig, describeKeeping } from "./config-listing.ts";
import { ConfigError, loadConfig, type Config } from "./config.ts";
import { startDemo, type DemoServer } from "./demo/demo-server.ts";

/** A stop that hangs is no stop: service managers kill after ten seconds at most. */
const STOP_DEADLINE_MS = 5_000;

/** Starts everything, or says in plain words why it cannot, and ends the process. */
export async function startGateway(): Promise<void> {
  try {
    await start(loadConfig());
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

async function start(config: Config): Promise<void> {
  const demo = config.demo ? await openDemo(config) : undefined;
  // The same stream as console.log's, so that lines keep their order.
  const log = process.stdout;
  const app = await build({ config, log, ...(demo === undefined ? {} : { demo }) });
  // Before the port opens: who sees the address may stop us at once.
  stopOnSignal(app, demo);
  await listen(app, config);
  const bound = app.server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : config.port;
  const host = ["0.0.0.0", "::"].includes(config.host) ? "localhost" : config.host;
  const address = config.publicUrl?.href ?? `http://${bracketed(host)}:${port}${config.basePath}`;
  // A log that nobody watches ends with where it is and how to get in.
  for (const line of describeConfig(config)) app.log.info(line);
  announce(startLines(config, address, demo));
}

/** What whoever starts it needs to know, the address and the way in last. */
function startLines(config: Config, address: string, demo: DemoServer | undefined): string[] {
  const lines = [describeKeeping(config)];
  if (demo !== undefined) {
    const demoHost = bracketed(demo.host);
    lines.unshift(
      `For a mail program of your own: POP3 on ${demoHost}:${demo.pop3Port} (STARTTLS) and ${demoHost}:${demo.pop3sPort} (TLS)`,
    );
  }
  if (process.stdout.isTTY) lines.push("Stop it with Ctrl-C.", "");
  lines.push(`Popgate is at ${address}`);
  if (demo !== undefined) lines.push(`Demo mailbox: user ${demo.user}, password ${demo.password}`);
  return lines;
}

/** Whatever the log's level: text for a person at a terminal, lines of JSON like all others for a program. */
function announce(lines: readonly string[]): void {
  if (process.stdout.isTTY) {
    console.log(`\n${lines.join("\n")}`);
    return;
  }
  for (const msg of lines) console.log(JSON.stringify({ level: "info", time: Date.now(), msg }));
}

async function openDemo(config: Config): Promise<DemoServer> {
  try {
    return await startDemo({ pop3Port: config.demoPop3Port, pop3sPort: config.demoPop3sPort });
  } catch (cause) {
    const isPop3s = portOf(cause) === config.demoPop3sPort;
    const [port, variable] = isPop3s
      ? ([config.demoPop3sPort, "POPGATE_DEMO_POP3S_PORT"] as const)
      : ([config.demoPop3Port, "POPGATE_DEMO_POP3_PORT"] as const);
    throw explainPort(cause, port, variable);
  }
}

/** Without a folder for its temporary files it does not start: a message too large for memory has no other place. */
async function build(options: Parameters<typeof buildApp>[0]): ReturnType<typeof buildApp> {
  const { dataDirectory } = options.config;
  try {
    return await buildApp(options);
  } catch (cause) {
    if (!isAbout(cause, dataDirectory)) throw cause;
    throw new StartError(
      `Nothing can be written in ${dataDirectory}. Make it this user's, or name another folder: POPGATE_DATA_DIR=/path npm start`,
      { cause },
    );
  }
}

/** The file system's complaint about something in that folder. */
function isAbout(cause: unknown, folder: string): boolean {
  return (
    cause instanceof Error &&
    "path" in cause &&
    typeof cause.path === "string" &&
    cause.path.startsWith(folder)
  );
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port, listenTextResolver: () => "listening" });
  } catch (cause) {
    await app.close();
    throw explainPort(cause, port, "PORT");
  }
}

/** Its message is for the person at the keyboard. */
class StartError extends Error {}

function explainPort(cause: unknown, port: number, variable: string): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const another = `or choose another one: ${variable}=${port < 65_000 ? port + 1 : 8081} npm start`;
  switch (code) {
    case "EADDRINUSE":
      return new StartError(`Port ${port} is taken by another program. Stop that program, ${another}`, {
        cause,
      });
    case "EACCES":
      return new StartError(`Port ${port} needs more rights than this user has. Get them, ${another}`, {
        cause,
      });
    case "EADDRNOTAVAIL":
      return new StartError("HOST is no address of this machine. Leave it out to listen on 127.0.0.1.", {
        cause,
      });
    default:
      return cause;
  }
}

/** The port that could not be had, as Node tells it. */
function portOf(cause: unknown): unknown {
  return cause instanceof Error && "port" in cause ? cause.port : undefined;
}

function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StartError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Sessions are dropped without QUIT, so nothing is deleted; pages are told and come back later. */
function stopOnSignal(app: FastifyInstance, demo: DemoServer | undefined): void {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
    await app.close();
    await demo?.close();
    process.exit(0);
  };
  process.on("SIGINT", () => void stop());
  process.on("SIGTERM", () => void stop());
  process.on("SIGHUP", () => {
    // The terminal is closed. A service has none: there it is a request to read the configuration again.
    if (process.stdout.isTTY) void stop();
    else app.log.warn("SIGHUP changes nothing: to read the configuration again, start the gateway anew");
  });
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await startGateway();
}
