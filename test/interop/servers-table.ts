import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { suiteMessages } from "./suite-messages.ts";
import { generatedMessage } from "../support/programs/maildir.ts";
import { connectPop3, type RawPop3 } from "../support/line/raw-pop3.ts";
import { ALL_SERVERS, LARGE, type KnownServer } from "../support/servers/all-servers.ts";
import { SERVER_PASSWORD, type RealServer } from "../support/servers/real-server.ts";

// `npm run servers`: starts each server, asks it, and writes the answers into docs/servers.md.

const PAGE = fileURLToPath(new URL("../../docs/servers.md", import.meta.url));
const BEGIN = "<!-- begin: npm run servers -->";
const END = "<!-- end -->";

const CONNECTIONS = { none: "plain text", starttls: "STLS", tls: "implicit TLS" } as const;

const sections: string[] = [];
for (const known of ALL_SERVERS) {
  console.log(`${known.kind.name} …`);
  sections.push(await section(known));
}
const page = readFileSync(PAGE, "utf8");
const [before = ""] = page.split(BEGIN);
const [, after = ""] = page.split(END);
writeFileSync(PAGE, `${before}${BEGIN}\n\n${sections.join("\n")}\n${END}${after}`);

async function section(known: KnownServer): Promise<string> {
  const { kind } = known;
  if (!kind.isAvailable()) throw new Error(`${kind.name} cannot be run here`);
  const server = await kind.start([
    { user: "six", messages: [...suiteMessages().values()] },
    { user: "many", messages: Array.from({ length: LARGE }, (_, index) => generatedMessage(index + 1)) },
  ]);
  try {
    const rows: [string, string][] = [
      ["Mechanisms that sign in", known.mechanisms.join(", ")],
      ["Connections", known.security.map((each) => CONNECTIONS[each]).join(", ")],
      ["A message arrives", known.delivers],
      ...(await announced(server)),
      ...(await during(server)),
      ["A second session", known.secondSession],
      ["Wrong password", await wrongPassword(server)],
      [`LIST and UIDL of ${LARGE}`, await largeListing(server)],
    ];
    const table = rows.map(([name, value]) => `| ${name} | ${value} |`).join("\n");
    return `### ${kind.name} (\`${kind.packageName}\`)\n\n| Question | Answer |\n| --- | --- |\n${table}\n`;
  } finally {
    await server.stop();
  }
}

async function announced({ host, port }: RealServer): Promise<[string, string][]> {
  const client = await connectPop3(host, port);
  const capabilities = await linesOf(client, "CAPA");
  await client.drop();
  return [["CAPA before login", capabilities?.map(code).join(", ") ?? "refused"]];
}

async function during(server: RealServer): Promise<[string, string][]> {
  const client = await signedIn(server, "six");
  const capabilities = await linesOf(client, "CAPA");
  const uids = (await linesOf(client, "UIDL")) ?? [];
  const distinct = new Set(uids.map((line) => line.replace(/^\d+ +/, ""))).size;
  const sizes = ((await linesOf(client, "LIST")) ?? []).map((line) => Number(line.split(" ")[1]));
  const differences: number[] = [];
  for (const [index, listed] of sizes.entries()) {
    const lines = (await linesOf(client, `RETR ${index + 1}`)) ?? [];
    differences.push(listed - lines.reduce((sum, line) => sum + line.length + 2, 0));
  }
  const body = ((await linesOf(client, "TOP 1 1")) ?? []).includes("first body");
  await client.ask("DELE 1");
  const twice = await client.ask("DELE 1");
  const answer = await client.ask("RETR 99999").catch(() => "hangs up");
  await client.drop();
  return [
    ["CAPA after login", capabilities?.map(code).join(", ") ?? "refused or hung up"],
    [
      "UIDL",
      uids.length === 0 ? "none" : `${distinct} distinct of ${uids.length}, such as ${code(uids[0] ?? "")}`,
    ],
    ["TOP 1 1", body ? "header and one line" : "no body line"],
    ["LIST minus octets of RETR", differences.join(", ")],
    ["DELE of a marked message", code(twice)],
    ["RETR 99999", answer === "hangs up" ? answer : code(answer)],
  ];
}

async function wrongPassword({ host, port }: RealServer): Promise<string> {
  const client = await connectPop3(host, port);
  await client.ask("USER six");
  const began = performance.now();
  const answer = await client.ask("PASS wrong").catch(() => "hangs up");
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  await client.drop();
  return `${seconds} s: ${code(answer)}`;
}

async function largeListing(server: RealServer): Promise<string> {
  const client = await signedIn(server, "many");
  const began = performance.now();
  const list = await linesOf(client, "LIST");
  const uids = await linesOf(client, "UIDL");
  const took = Math.round(performance.now() - began);
  await client.drop();
  return `${list?.length ?? 0} and ${uids?.length ?? 0} lines in ${took} ms`;
}

async function signedIn({ host, port }: RealServer, user: string): Promise<RawPop3> {
  const client = await connectPop3(host, port);
  await client.ask(`USER ${user}`);
  const answer = await client.ask(`PASS ${SERVER_PASSWORD}`);
  if (!answer.startsWith("+OK")) throw new Error(answer);
  return client;
}

/** Undefined where the server refuses the command. */
async function linesOf(client: RawPop3, command: string): Promise<string[] | undefined> {
  try {
    return await client.askLines(command);
  } catch {
    return undefined;
  }
}

function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}
