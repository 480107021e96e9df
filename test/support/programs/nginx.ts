import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { requireProgram } from "./require-program.ts";
import { runServer, type Running } from "./run-server.ts";

export interface Nginx extends Running {
  /** With a slash at its end. */
  readonly url: string;
}

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
  const port = await freePort();
  const nginx = await runNginx(port, () => severalGateways(port, gateways));
  return { url: `http://127.0.0.1:${port}/`, stop: () => nginx.stop() };
}

/**
 * @param port that it is told to listen on
 * @param http what stands in the `http` block, where it may name files of the folder
 */
export async function runNginx(port: number, http: (folder: string) => string): Promise<Running> {
  const program = requireNginx();
  if (program === undefined) throw new Error("nginx is not installed");
  return runServer(program, port, (folder) => {
    mkdirSync(join(folder, "logs"));
    const file = join(folder, "nginx.conf");
    writeFileSync(file, around(http(folder), folder));
    return ["-p", folder, "-c", file, "-e", join(folder, "error.log")];
  });
}

function around(http: string, folder: string): string {
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
${http}
}
`;
}

function severalGateways(port: number, gateways: readonly string[]): string {
  return `
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
  }`;
}
