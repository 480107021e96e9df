import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCycle, REPOSITORY, roomGraph, sourceFiles, sourceFolders } from "./support/room-graph.ts";

/** [file that imports, what it imports] */
type Import = readonly [file: string, specifier: string];

const refused: readonly Import[] = [
  ["shared/src/api/planted.ts", "fastify"],
  ["shared/src/pop3/planted.ts", "node:net"],
  ["server/src/pop3/wire/planted.ts", "node:buffer"],
  ["server/src/pop3/wire/planted.ts", "../errors.ts"],
  ["server/src/pop3/planted.ts", "../sessions/mail-session.ts"],
  ["server/src/pop3/planted.ts", "../config.ts"],
  ["server/src/pop3/engine/planted.ts", "../client/client.ts"],
  ["server/src/pop3/client/planted.ts", "../opening/open-client.ts"],
  ["server/src/pop3/login/planted.ts", "../opening/open-client.ts"],
  ["server/src/pop3/opening/planted.ts", "../../sessions/mail-session.ts"],
  ["server/src/pop3/opening/planted.ts", "../checkup/check-up.ts"],
  ["server/src/pop3/checkup/planted.ts", "../../sessions/mail-session.ts"],
  ["server/src/pop3/checkup/facts/planted.ts", "../check-up.ts"],
  ["server/src/pop3/sasl/planted.ts", "../client/client.ts"],
  ["server/src/demo/planted.ts", "../pop3/client/client.ts"],
  ["server/src/demo/commands/planted.ts", "../../sessions/mail-session.ts"],
  ["server/src/demo/mail/content/planted.ts", "../../../sessions/mail-session.ts"],
  ["server/src/maildrop/planted.ts", "../pop3/client/client.ts"],
  ["server/src/messages/planted.ts", "../sessions/mail-session.ts"],
  ["server/src/messages/store/planted.ts", "../../store/store.ts"],
  ["server/src/messages/header/planted.ts", "../thread/message-reader.ts"],
  ["server/src/sessions/planted.ts", "../routes/mailbox-route.ts"],
  ["server/src/sessions/planted.ts", "../demo/demo-server.ts"],
  ["server/src/sessions/login/planted.ts", "../connection/session-connection.ts"],
  ["server/src/sessions/keeping/planted.ts", "../connection/session-connection.ts"],
  ["server/src/sessions/state/planted.ts", "../connection/session-connection.ts"],
  ["server/src/routes/planted.ts", "../pop3/client/client.ts"],
  ["server/src/routes/planted.ts", "../maildrop/maildrop.ts"],
  ["server/src/routes/bulk/planted.ts", "../messages/opened-message.ts"],
  ["server/src/routes/messages/planted.ts", "../../maildrop/maildrop.ts"],
  ["server/src/realtime/planted.ts", "../pop3/client/client.ts"],
  ["server/src/http/planted.ts", "../sessions/mail-session.ts"],
  ["server/src/security/planted.ts", "../routes/mailbox-route.ts"],
  ["server/src/store/planted.ts", "../app.ts"],
  ["web/src/api/planted.ts", "../state/events.ts"],
  ["web/src/state/bulk/planted.ts", "../../features/list/list.tsx"],
  ["web/src/state/planted.ts", "../features/list/list.tsx"],
  ["web/src/state/mailbox/planted.ts", "../page-state.ts"],
  ["web/src/features/list/planted.tsx", "../../app/app.tsx"],
  ["web/src/features/list/planted.tsx", "../reader/reader.tsx"],
  ["web/src/features/reader/body/planted.tsx", "../files/attachments.tsx"],
  ["web/src/features/reader/within/planted.tsx", "../../marks/marks-bar.tsx"],
  ["web/src/features/message-list/head/planted.tsx", "../message-list.tsx"],
  ["web/src/features/sign-in/server/planted.ts", "../use-sign-in.ts"],
  ["web/src/ui/hooks/planted.ts", "../controls/button.tsx"],
  ["web/src/ui/controls/planted.tsx", "../notices/dialog.tsx"],
  ["web/src/ui/notices/planted.tsx", "../../state/page.ts"],
  ["web/src/lib/planted.ts", "../ui/controls/button.tsx"],
  ["web/src/lib/messages/reader/planted.ts", "../catalogue.ts"],
  ["web/src/app/planted.tsx", "@popgate/server/app"],
];

const welcome: readonly Import[] = [
  ["shared/src/api/planted.ts", "zod/mini"],
  ["server/src/pop3/wire/planted.ts", "@popgate/shared/pop3/commands"],
  ["server/src/pop3/planted.ts", "./wire/status-line.ts"],
  ["server/src/pop3/client/planted.ts", "../engine/engine.ts"],
  ["server/src/pop3/login/planted.ts", "../sasl/plain.ts"],
  ["server/src/pop3/opening/planted.ts", "../login/login.ts"],
  ["server/src/pop3/checkup/planted.ts", "../opening/open-client.ts"],
  ["server/src/pop3/checkup/facts/planted.ts", "../../client/capabilities.ts"],
  ["server/src/demo/planted.ts", "../pop3/wire/status-line.ts"],
  ["server/src/demo/commands/planted.ts", "../maildrop/maildrop.ts"],
  ["server/src/demo/mail/content/planted.ts", "../../maildrop/message-source.ts"],
  ["server/src/sessions/planted.ts", "../pop3/client/client.ts"],
  ["server/src/sessions/login/planted.ts", "../../pop3/opening/open-client.ts"],
  ["server/src/sessions/keeping/planted.ts", "../login/account.ts"],
  ["server/src/sessions/state/planted.ts", "../keeping/mailbox-record.ts"],
  ["server/src/messages/header/planted.ts", "../charset/decode-text.ts"],
  ["server/src/messages/thread/planted.ts", "../html/html-document.ts"],
  ["server/src/routes/planted.ts", "../sessions/ownership/session-manager.ts"],
  ["server/src/routes/messages/planted.ts", "../../messages/message-error.ts"],
  ["server/src/routes/bulk/planted.ts", "../mailbox-route.ts"],
  ["web/src/features/list/planted.tsx", "../../state/events.ts"],
  ["web/src/features/list/planted.tsx", "../../ui/controls/button.tsx"],
  ["web/src/ui/controls/planted.tsx", "../hooks/use-now.ts"],
  ["web/src/ui/notices/planted.tsx", "../controls/button.tsx"],
  ["web/src/lib/messages/reader/planted.ts", "../../octets.ts"],
  ["web/src/features/message-list/head/planted.tsx", "../../../ui/controls/chips.tsx"],
  ["web/src/features/reader/body/planted.tsx", "../use-text.ts"],
  ["web/src/features/reader/within/planted.tsx", "../../../state/use-page.ts"],
  ["web/src/app/planted.tsx", "../features/list/list.tsx"],
  ["web/src/state/bulk/planted.ts", "../operations/change-marks.ts"],
  ["web/src/state/operations/planted.ts", "../mailbox/message-list.ts"],
];

let folder: string;
let reported: Map<string, string[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "popgate-rooms-"));
  const config = await readFile(join(REPOSITORY, ".oxlintrc.json"), "utf8");
  // The rules under test need no types, and the planted files have no project to get them from.
  await writeFile(join(folder, ".oxlintrc.json"), config.replace('"typeAware": true', '"typeAware": false'));
  for (const [name, imports] of Object.entries({ refused, welcome })) {
    for (const [index, [file, specifier]] of imports.entries())
      await plant(file, specifier, `${name}-${index}`);
  }
  for (const each of sourceFolders())
    await plant(`${each}/planted.ts`, "@popgate/test/support/page/browser", "any");
  await plant("web/src/ui/planted.tsx", "react", "danger", `<p dangerouslySetInnerHTML={{ __html: "" }} />`);
  reported = await lint();
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("lint", () => {
  test.each(refused.map((each, index) => [...each, index] as const))("refuses %s -> %s", (file, _, index) => {
    expect(reported.get(planted(file, `refused-${index}`))).toContain("eslint(no-restricted-imports)");
  });

  test.each(welcome.map((each, index) => [...each, index] as const))("allows %s -> %s", (file, _, index) => {
    expect(reported.get(planted(file, `welcome-${index}`)) ?? []).not.toContain(
      "eslint(no-restricted-imports)",
    );
  });

  test("has an allow-list for every folder there is", () => {
    const open = sourceFolders().filter((each) => !reported.has(planted(`${each}/planted.ts`, "any")));
    expect(open).toEqual([]);
  });

  test("has no rule for a folder that there is not", async () => {
    const config = await readFile(join(REPOSITORY, ".oxlintrc.json"), "utf8");
    const patterns = ruledPatterns(config);
    const files = sourceFiles();
    expect(patterns).toContain("web/src/ui/controls/**");
    expect(patterns.filter((pattern) => !files.some((file) => matches(file, pattern)))).toEqual([]);
    expect(matches("server/src/demo/mail/mime/part.ts", "server/src/demo/*/*/**")).toBe(true);
    expect(matches("server/src/demo/demo-server.ts", "server/src/demo/*/**")).toBe(false);
  });

  test("refuses dangerouslySetInnerHTML", () => {
    expect(reported.get(planted("web/src/ui/planted.tsx", "danger"))).toContain("react(no-danger)");
  });
});

describe("the real tree", () => {
  test("has rooms and arrows to look at", () => {
    expect(roomGraph().get("server/src/pop3")).toContain("server/src/pop3/wire");
  });

  test("has no cycle between rooms", () => {
    expect(findCycle(roomGraph())).toBeUndefined();
  });

  test("a cycle would be found", () => {
    const graph = new Map([
      ["a", new Set(["b"])],
      ["b", new Set(["c"])],
      ["c", new Set(["b"])],
    ]);
    expect(findCycle(graph)).toEqual(["b", "c", "b"]);
  });
});

/** The folders that have an allow-list, one by one where a rule names several. */
function ruledPatterns(config: string): string[] {
  // The one comment stands on a line of its own.
  const { overrides } = JSON.parse(config.replace(/^\s*\/\/.*$/gm, "")) as {
    overrides: { files: string[]; rules: object }[];
  };
  return overrides
    .filter(({ rules }) => "eslint/no-restricted-imports" in rules)
    .flatMap(({ files }) => files)
    .flatMap((pattern) => {
      const [, before = "", names, behind = ""] = /^(.*)\{(.*)\}(.*)$/.exec(pattern) ?? [];
      return names === undefined ? [pattern] : names.split(",").map((name) => before + name + behind);
    });
}

function matches(file: string, pattern: string): boolean {
  const expression = pattern.replaceAll(".", "\\.").replaceAll("**", "\0").replaceAll("*", "[^/]*");
  return new RegExp(`^${expression.replaceAll("\0", ".*")}$`).test(file);
}

/** One file for each planted import, so that a report names the import that caused it. */
function planted(file: string, mark: string): string {
  return file.replace("planted", `planted-${mark}`);
}

async function plant(file: string, specifier: string, mark: string, expression = "imported"): Promise<void> {
  const path = join(folder, planted(file, mark));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(
    path,
    `import * as imported from "${specifier}";\nexport const used = [imported, ${expression}];\n`,
  );
}

/** Rule names by file, as oxlint reports them for the planted folder. */
async function lint(): Promise<Map<string, string[]>> {
  const oxlint = join(REPOSITORY, "node_modules/oxlint/bin/oxlint");
  const output = await new Promise<string>((resolve) => {
    // It exits with 1 because it finds the planted imports; the report is what counts.
    execFile(process.execPath, [oxlint, "--format", "json"], { cwd: folder, timeout: 30_000 }, (_, stdout) =>
      resolve(stdout),
    );
  });
  const report = JSON.parse(output) as { diagnostics: { filename: string; code: string }[] };
  const byFile = new Map<string, string[]>();
  for (const { filename, code } of report.diagnostics) {
    byFile.set(filename, [...(byFile.get(filename) ?? []), code]);
  }
  return byFile;
}
