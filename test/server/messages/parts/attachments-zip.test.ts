import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attachmentsZip } from "@popgate/server/messages/parts/attachments-zip";
import { expect, test } from "vitest";
import { UU_LINES } from "../../../corpus/text-files.ts";
import { requireProgram } from "../../../support/programs/require-program.ts";
import { mail, stored } from "../stored.ts";

const python = requireProgram("python3");
const LIST = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(json.dumps([[i.filename, i.file_size, i.date_time[0], z.read(i).hex()[:40]] for i in z.infolist()]))
`;

/** As another program reads it, checksums included: [name, octets, year, the first octets]. */
function unzip(zip: Buffer): [string, number, number, string][] {
  const folder = mkdtempSync(join(tmpdir(), "popgate-zip-"));
  try {
    const path = join(folder, "a.zip");
    writeFileSync(path, zip);
    return JSON.parse(execFileSync(python ?? "", ["-c", LIST, path], { encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function attachment(name: string, content: Buffer): string[] {
  return [
    "--b",
    `Content-Type: application/octet-stream; name="${name}"`,
    "Content-Transfer-Encoding: base64",
    "",
    content.toString("base64").replace(/.{1,76}/g, "$&\r\n"),
  ];
}

const message = (date: string, ...lines: string[]) =>
  stored(mail(`Date: ${date}`, "Content-Type: multipart/mixed; boundary=b", "", ...lines, "--b--"));

test.skipIf(python === undefined)("zips every attachment, each under a name of its own", async () => {
  const large = randomBytes(200_000);
  const raw = message(
    "Tue, 1 Jul 2003 10:52:37 +0200",
    "--b",
    "",
    "begin 644 all.bin",
    ...UU_LINES,
    "`",
    "end",
    ...attachment("a.txt", Buffer.from("one")),
    ...attachment("A.TXT", Buffer.from("two")),
    ...attachment("a.txt", Buffer.from("")),
    ...attachment("../grüße", large),
    "--b",
    "Content-Type: message/rfc822",
    "",
    "Subject: in",
    "",
    "x",
  );
  const zip = Buffer.concat(await attachmentsZip(raw).toArray());
  expect(unzip(zip)).toEqual([
    ["all.bin", 256, 2003, expect.stringMatching(/^000102/)],
    ["a.txt", 3, 2003, Buffer.from("one").toString("hex")],
    ["A (2).TXT", 3, 2003, Buffer.from("two").toString("hex")],
    ["a (3).txt", 0, 2003, ""],
    ["grüße", 200_000, 2003, large.toString("hex", 0, 20)],
    ["message-6.eml", 16, 2003, Buffer.from("Subject: in\r\n\r\nx").toString("hex")],
  ]);
});

test.skipIf(python === undefined)("says no time where the message says none", async () => {
  const zip = Buffer.concat(
    await attachmentsZip(message("never", ...attachment("a", Buffer.from("x")))).toArray(),
  );
  expect(unzip(zip).map(([, , year]) => year)).toEqual([1980]);
});

test.skipIf(python === undefined)("is an empty zip where there is no attachment", async () => {
  expect(unzip(Buffer.concat(await attachmentsZip(stored("\r\nx")).toArray()))).toEqual([]);
});

test("a reader that goes away closes the message, and an aborted signal ends the zip", async () => {
  const raw = message("x", ...attachment("a", randomBytes(500_000)));
  const read = raw.read.bind(raw);
  const closed = new Promise((resolve) => {
    raw.read = () => read().once("close", resolve);
  });
  const zip = attachmentsZip(raw);
  zip.destroy();
  await closed;
  const aborted = attachmentsZip(raw, AbortSignal.abort(new Error("gone")));
  await expect(aborted.toArray()).rejects.toThrow("gone");
});
