import { ALL_DIALOGUES, THEMES } from "./all-dialogues.ts";

/** What docs/dialogues.md holds. */
export function dialoguesPage(): string {
  const head = [
    "# Dialogues",
    "",
    `${ALL_DIALOGUES.length} servers, each a few lines of data that the tests play against the real client, whole, octet by octet, cut at each CR, LF and dot, and coalesced (\`test/server/pop3/dialogues\`). Servers that Debian lacks are written from documentation or from their source; none of these is a recording. This page is written by \`npm run dialogues\`.`,
    "",
  ];
  const sections = Object.entries(THEMES).map(([theme, dialogues]) => {
    const rows = dialogues.map(({ name, source, risks }) => row(name, source, risks.join("; ")));
    return [`## ${theme}`, "", "| Dialogue | From | Shows |", "| --- | --- | --- |", ...rows, ""].join("\n");
  });
  return `${[...head, ...sections].join("\n").trimEnd()}\n`;
}

function row(...cells: readonly string[]): string {
  const escaped = cells.map((cell) => cell.replaceAll("|", "\\|").replace(/[<>]/g, (mark) => `\\${mark}`));
  return `| ${escaped.join(" | ")} |`;
}
