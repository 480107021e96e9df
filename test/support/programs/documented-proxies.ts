import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { issueCertificate } from "../certificates.ts";
import { runNginx } from "./nginx.ts";
import { requireProgram } from "./require-program.ts";
import { runServer, type Running } from "./run-server.ts";

const PAGE = fileURLToPath(new URL("../../../docs/proxies.md", import.meta.url));

/** The host that the page's examples serve. */
export const DOCUMENTED_HOST = "mail.example.org";

/** Where the proxy listens, and the gateway behind it. */
export interface Place {
  readonly port: number;
  readonly gatewayPort: number;
}

export function requireCaddy(): string | undefined {
  return requireProgram("caddy");
}

/** A real nginx that is set up by the words of docs/proxies.md, but for ports and certificate. */
export function startDocumentedNginx({ port, gatewayPort }: Place): Promise<Running> {
  return runNginx(port, (folder) => {
    const { certFile, keyFile } = writeCertificate(folder);
    return put(documented("nginx"), [
      ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
      [`/etc/ssl/${DOCUMENTED_HOST}.pem`, certFile],
      [`/etc/ssl/${DOCUMENTED_HOST}.key`, keyFile],
      ["127.0.0.1:8080", `127.0.0.1:${gatewayPort}`],
    ]);
  });
}

/** The same with Caddy, which is given a certificate: it must not ask for one of its own here. */
export function startDocumentedCaddy({ port, gatewayPort }: Place): Promise<Running> {
  const program = requireCaddy();
  if (program === undefined) throw new Error("caddy is not installed");
  return runServer(program, port, (folder) => {
    const { certFile, keyFile } = writeCertificate(folder);
    const file = join(folder, "Caddyfile");
    const site = put(documented("caddy"), [
      [`${DOCUMENTED_HOST} {`, `${DOCUMENTED_HOST}:${port} {\n\ttls ${certFile} ${keyFile}`],
      ["127.0.0.1:8080", `127.0.0.1:${gatewayPort}`],
    ]);
    writeFileSync(file, `${CADDY_OPTIONS}${site}`);
    return ["run", "--config", file, "--adapter", "caddyfile"];
  });
}

/** On loopback alone, and without the listeners that only a public host needs. */
const CADDY_OPTIONS = `{
\tadmin off
\tauto_https disable_redirects
\tdefault_bind 127.0.0.1
\tlog {
\t\tlevel ERROR
\t}
\tservers {
\t\tprotocols h1 h2
\t}
}
`;

/** The page's first example in that language. */
function documented(language: string): string {
  const [, block] = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(readFileSync(PAGE, "utf8")) ?? [];
  if (block === undefined) throw new Error(`docs/proxies.md has no example for ${language}`);
  return block;
}

/** Each must be there: an example that says something else is not the one that was tried. */
function put(example: string, replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((text, [written, meant]) => {
    if (!text.includes(written)) throw new Error(`docs/proxies.md does not say ${written}`);
    return text.replaceAll(written, meant);
  }, example);
}

function writeCertificate(folder: string) {
  const { cert, key } = issueCertificate({ names: [{ type: "dns", value: DOCUMENTED_HOST }] });
  const certFile = join(folder, "certificate.pem");
  const keyFile = join(folder, "key.pem");
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  return { certFile, keyFile };
}
