import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { issueCertificate, type TestCertificate } from "../support/certificates.ts";
import { startGatewayInProcess } from "../support/gateway/gateway-in-process.ts";
import { startScriptedServer, type ScriptedServerOptions } from "../support/line/scripted-server.ts";
import { test } from "../support/page/faulty-bench.ts";
import { openMailbox, PASSWORD, rowOf, USER } from "../support/page/page-bench.ts";

// The page says what is wrong, and what to do about that and nothing else.

type Tls = NonNullable<ScriptedServerOptions["tls"]>;

const yesterday = new Date(Date.now() - 86_400_000);
const good = issueCertificate();
const CAUSES: readonly (readonly [
  name: string,
  certificate: TestCertificate,
  tls: Tls,
  words: readonly string[],
])[] = [
  [
    "has expired",
    issueCertificate({ notBefore: new Date(0), notAfter: yesterday }),
    {},
    ["certificate has expired", "password was not sent"],
  ],
  [
    "is for another name",
    issueCertificate({ names: [{ type: "dns", value: "mail.college.example" }] }),
    {},
    ["for another name", "The certificate is for: mail.college.example."],
  ],
  [
    "comes alone",
    issueCertificate({ hasIntermediate: true }),
    {},
    ["comes without the certificates that lead to a known authority"],
  ],
  [
    "is shown over TLS 1.0",
    good,
    { minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "ALL@SECLEVEL=0" },
    ["no TLS as new as 1.2"],
  ],
];

for (const [name, certificate, tls, words] of CAUSES) {
  test(`a certificate that ${name} is told as that, and nobody is sent to another port`, async ({ page }) => {
    const server = await startScriptedServer([[{ send: "+OK\r\n" }]], {
      tls: { ...certificate, ...tls, implicit: true },
    });
    const folder = mkdtempSync(join(tmpdir(), "popgate-words-"));
    const caFile = join(folder, "ca.pem");
    writeFileSync(caFile, certificate.ca);
    const preset = {
      id: "college",
      name: "College mail",
      server: { host: "127.0.0.1", port: server.port, security: "tls" },
      domains: ["college.example"],
      caFile,
    };
    const gateway = await startGatewayInProcess({ POPGATE_SERVERS: JSON.stringify([preset]) });
    try {
      await page.goto(`${gateway.url}/`);
      await page.getByLabel("Address").fill(USER);
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      const alert = page.getByRole("alert");
      for (const each of words) await expect(alert).toContainText(each);
      await expect(alert).not.toContainText(/port|995/);
    } finally {
      await gateway.stop();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

test("a message that the server refuses stays in the list, and its words are shown", async ({
  page,
  demo,
}) => {
  await openMailbox(page);
  demo.control.setFaults({ kind: "refuse", verb: "RETR", text: "download exceed" });
  await rowOf(page, "Alpha").click();
  const alert = page.getByRole("alert").filter({ hasText: "refused to send" });
  await expect(alert).toContainText("The server refused to send this message.");
  await expect(alert).toContainText("download exceed");
  await expect(rowOf(page, "Alpha")).toBeVisible();
  demo.control.setFaults();
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("The body of Alpha.")).toBeVisible();
});

test("a server that ends the session is quoted", async ({ page, demo }) => {
  await openMailbox(page);
  demo.control.setFaults({
    kind: "refuseLogin",
    code: "SYS/PERM",
    text: "POP3 is switched off in your settings",
  });
  await page.getByRole("button", { name: "Check for new mail" }).click();
  await expect(page.getByText("LOST", { exact: true })).toBeVisible();
  // In the banner, which stays; the toast beside it goes.
  const banner = page.getByRole("main").filter({ hasText: "The server refuses until something is changed." });
  await expect(banner).toContainText("POP3 is switched off in your settings");
});

test("a server without TOP that hangs up on it fills the list all the same", async ({ page, demo }) => {
  demo.control.setFaults({ kind: "cut", verb: "TOP", afterOctets: 0 });
  await openMailbox(page);
  await expect(rowOf(page, "Alpha")).toBeVisible();
  await rowOf(page, "Alpha").click();
  await expect(page.getByText("The body of Alpha.")).toBeVisible();
});
