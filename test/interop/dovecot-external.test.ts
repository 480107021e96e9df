import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openClient } from "@popgate/server/pop3/opening/open-client";
import type { TlsTrust } from "@popgate/server/pop3/opening/pinned-certificate";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueCertificate } from "../support/certificates.ts";
import { TEST_DEADLINES } from "../support/gateway/demo-session.ts";
import { requireDovecot, startDovecot, type Dovecot } from "../support/programs/dovecot.ts";

const USER = "kim";
const own = issueCertificate({ subject: USER });
const stranger = issueCertificate({ subject: USER });

describe.skipIf(requireDovecot() === undefined)("EXTERNAL on Dovecot", () => {
  let dovecot: Dovecot;
  let folder: string;
  const log = new TranscriptLog();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "popgate-test-authority-"));
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, "ca.pem"), own.ca);
    dovecot = await startDovecot({
      users: [{ user: USER, password: "not used", messages: 3 }],
      settings: `
auth_mechanisms = plain external
ssl_ca = <${join(folder, "ca.pem")}
ssl_require_crl = no
ssl_verify_client_cert = yes
auth_ssl_username_from_cert = yes
passdb {
  driver = static
  mechanisms = external
  args = nopassword=y
}
`,
    });
  });
  afterAll(async () => {
    await dovecot.stop();
    rmSync(folder, { recursive: true });
  });

  async function signedIn(security: "starttls" | "tls", certificate: Pick<TlsTrust, "cert" | "key">) {
    const port = security === "tls" ? dovecot.tlsPort : dovecot.port;
    const client = await openClient({
      server: { host: dovecot.host, port, security },
      dial: { tlsFor: () => ({ ca: dovecot.certificatePem, ...certificate }) },
      deadlines: TEST_DEADLINES,
      log,
      credentials: { user: USER, secret: () => "" },
      mechanism: "EXTERNAL",
    });
    try {
      const inventory = await client.inventory();
      return { mechanism: client.session.mechanism, messages: inventory.messages };
    } finally {
      client.close("the test is over");
    }
  }

  it.each(["starttls", "tls"] as const)("signs in by the certificate over %s", async (security) => {
    const { cert, key } = own;
    expect(await signedIn(security, { cert, key })).toEqual({ mechanism: "EXTERNAL", messages: 3 });
  });

  it("is refused without a certificate, and with one of a stranger's authority", async () => {
    await expect(signedIn("tls", {})).rejects.toMatchObject({ name: "Pop3Error" });
    const { cert, key } = stranger;
    await expect(signedIn("tls", { cert, key })).rejects.toMatchObject({ name: "Pop3Error" });
  });

  it("leaves nothing of the key in the transcript", () => {
    const [middle = ""] = own.key.split("\n").slice(1, 2);
    expect(middle).toHaveLength(64);
    expect(JSON.stringify(log.after(0))).not.toContain(middle.slice(0, 20));
  });
});
