import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { endProcess } from "./end-process.ts";
import { accepts, freePort } from "./ports.ts";
import { requireProgram } from "./require-program.ts";

export interface Nginx {
  /** With a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A start takes some milliseconds; two cores shared with browsers need longer. */
const START_DEADLINE_MS = 10_000;

export function requireNginx(): string | undefined {
  return requireProgram("nginx");
}

/**
 * A real nginx before several gateways, on a free port. Each browser is given a name by a cookie of the
 * proxy's own and stays with the gateway that the name hashes to, or goes to another when that one is dead.
 * The header X-Gateway of each reply says which one it was.
 *
 * @param gateways their addresses, as `http://127.0.0.1:port`
 */
export async function startNginx(gateways: readonly string[]): Promise<Nginx> {
  const program = requireNginx();
  if (program === undefined) throw new Error("nginx is not installed");
  const folder = mkdtempSync(join(tmpdir(), "popgate-nginx-"));
  mkdirSync(join(folder, "logs"));
  const port = await freePort();
  const file = join(folder, "nginx.conf");
  writeFileSync(file, configuration(port, gateways, folder));
  const child = spawn(program, ["-p", folder, "-c", file, "-e", join(folder, "error.log")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const killAtExit = () => child.kill("SIGTERM");
  process.once("exit", killAtExit);
  const stop = async () => {
    process.off("exit", killAtExit);
    await endProcess(child, "SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await listening(port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}/`, stop };
}

function configuration(port: number, gateways: readonly string[], folder: string): string {
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  return `
daemon off;
worker_processes 1;
pid ${join(folder, "nginx.pid")};
events { worker_connections 8192; }
http {
  access_log off;
  ${paths.join("\n  ")}
  client_max_body_size 32m;
  map $cookie_popgate_node $node { "" $request_id; default $cookie_popgate_node; }
  map $http_upgrade $connection_upgrade { default upgrade; "" ""; }
  upstream gateways {
    hash $node consistent;
    ${gateways.map((gateway) => `server ${new URL(gateway).host} max_fails=1 fail_timeout=10s;`).join("\n    ")}
    keepalive 64;
  }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass http://gateways;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_read_timeout 120s;
      add_header Set-Cookie "popgate_node=$node; Path=/; HttpOnly; SameSite=Strict" always;
      add_header X-Gateway $upstream_addr always;
    }
  }
}
`;
}

async function listening(port: number): Promise<void> {
  const until = performance.now() + START_DEADLINE_MS;
  while (performance.now() < until) {
    if (await accepts(port)) return;
    await delay(20);
  }
  throw new Error("nginx did not start");
}
