import { entry, multipart, PLAIN, type CorpusEntry } from "./entry.ts";

const STATUS = [
  "Content-Type: message/delivery-status",
  "",
  "Reporting-MTA: dns; mx.example.org",
  "",
  "Final-Recipient: rfc822; nobody@example.com",
  "Action: failed",
  "Status: 5.1.1",
  "Diagnostic-Code: smtp; 550 5.1.1 no such",
  " user here",
];
const ORIGINAL = [
  "Content-Type: message/rfc822",
  "",
  "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
  "From: me@example.org",
  "",
  "hi",
];
const FAILED = {
  address: "nobody@example.com",
  action: "failed",
  status: "5.1.1",
  diagnostic: "550 5.1.1 no such user here",
};

export const REPORTS: readonly CorpusEntry[] = [
  entry("a failed delivery", multipart("report; report-type=delivery-status", PLAIN, STATUS, ORIGINAL), {
    text: "plain words",
    report: { kind: "delivery", recipients: [FAILED], originalSubject: "Grüße" },
    embedded: ["Grüße"],
  }),
  entry(
    "a delivery to two, one delayed",
    multipart("report", PLAIN, [
      ...STATUS,
      "",
      "Original-Recipient: rfc822;b@example.com",
      "Action: delayed (later)",
      "Status: 4.2.2 (full)",
    ]),
    {
      report: {
        kind: "delivery",
        recipients: [
          FAILED,
          { address: "b@example.com", action: "delayed", status: "4.2.2", diagnostic: null },
        ],
        originalSubject: null,
      },
    },
  ),
  entry(
    "a report that quotes the header alone",
    multipart("report", PLAIN, STATUS, ["Content-Type: text/rfc822-headers", "", "Subject: sent"]),
    { report: { originalSubject: "sent" } },
  ),
  entry(
    "a report without recipients",
    multipart("report", PLAIN, ["Content-Type: message/delivery-status", "", "nothing at all"]),
    {
      report: { kind: "delivery", recipients: [], originalSubject: null },
    },
  ),
  entry(
    "a read receipt",
    multipart("report; report-type=disposition-notification", PLAIN, [
      "Content-Type: message/disposition-notification",
      "",
      "Reporting-UA: mail.example; X",
      "Final-Recipient: rfc822;jane@example.org",
      "Original-Message-ID: <1@example.org>",
      "Disposition: manual-action/MDN-sent-manually; displayed",
    ]),
    {
      report: {
        kind: "read",
        recipients: [{ address: "jane@example.org", action: "displayed", status: null, diagnostic: null }],
        originalSubject: null,
      },
    },
  ),
  entry(
    "a read receipt: deleted unread, with an error",
    multipart("report", PLAIN, [
      "Content-Type: message/disposition-notification",
      "",
      "Final-Recipient: rfc822; jane@example.org",
      "Disposition: automatic-action/MDN-sent-automatically; deleted/error",
      "Error: mailbox full",
    ]),
    {
      report: {
        kind: "read",
        recipients: [
          { address: "jane@example.org", action: "deleted", status: null, diagnostic: "mailbox full" },
        ],
      },
    },
  ),
  entry(
    "signed with S/MIME",
    multipart('signed; protocol="application/pkcs7-signature"; micalg=sha-256', PLAIN, [
      "Content-Type: application/pkcs7-signature; name=smime.p7s",
      "Content-Transfer-Encoding: base64",
      "",
      "AAAA",
    ]),
    {
      text: "plain words",
      protection: ["signed smime"],
      attachments: ["smime.p7s application/pkcs7-signature 3"],
    },
  ),
  entry(
    "signed with OpenPGP",
    multipart('signed; protocol="application/pgp-signature"', PLAIN, [
      "Content-Type: application/pgp-signature",
      "",
      "x",
    ]),
    {
      protection: ["signed openpgp"],
      attachments: ["attachment-1.asc application/pgp-signature 1"],
    },
  ),
  entry(
    "encrypted with OpenPGP",
    multipart(
      'encrypted; protocol="application/pgp-encrypted"',
      ["Content-Type: application/pgp-encrypted", "", "Version: 1"],
      ["Content-Type: application/octet-stream; name=encrypted.asc", "", "x"],
    ),
    { protection: ["encrypted openpgp"], text: null },
  ),
  entry(
    "encrypted with S/MIME",
    ["Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "", "x"],
    {
      protection: ["encrypted smime"],
      attachments: ["smime.p7m application/pkcs7-mime 1"],
    },
  ),
  entry(
    "signed with S/MIME, opaque",
    ["Content-Type: application/x-pkcs7-mime; smime-type=signed-data; name=smime.p7m", "", "x"],
    {
      protection: ["signed smime"],
    },
  ),
  entry(
    "certificates alone",
    ["Content-Type: application/pkcs7-mime; smime-type=certs-only; name=c.p7c", "", "x"],
    { protection: [] },
  ),
  entry(
    "signed with OpenPGP in the text",
    ["", "-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA256", "", "words"],
    { protection: ["signed openpgp"] },
  ),
  entry(
    "encrypted with OpenPGP in the text",
    ["", "-----BEGIN PGP MESSAGE-----", "", "abc", "-----END PGP MESSAGE-----"],
    { protection: ["encrypted openpgp"] },
  ),
  entry("words about OpenPGP", ["", "write -----BEGIN PGP MESSAGE----- first"], { protection: [] }),
  entry(
    "Outlook's envelope",
    multipart("mixed", PLAIN, [
      "Content-Type: application/ms-tnef",
      "Content-Transfer-Encoding: base64",
      "",
      "eJ8+Ig==",
    ]),
    {
      attachments: ["winmail.dat application/ms-tnef 4"],
    },
  ),
  entry(
    "a forward of a forward",
    multipart("mixed", PLAIN, [
      "Content-Type: message/rfc822",
      "",
      "Subject: outer",
      "Content-Type: message/rfc822",
      "",
      "Subject: inner",
      "",
      "x",
    ]),
    {
      embedded: ["outer"],
    },
  ),
  entry(
    "a forward in base64",
    multipart("mixed", PLAIN, [
      "Content-Type: message/rfc822; name=f.eml",
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from("Subject: hidden\r\n\r\nx").toString("base64"),
    ]),
    { embedded: ["hidden"], attachments: ["f.eml message/rfc822 20"] },
  ),
  entry(
    "a forward of a name that is none",
    multipart("mixed", PLAIN, ["Content-Type: message/global", "", "Subject: Gr\u00fc\u00dfe", "", "x"]),
    {
      embedded: ["Grüße"],
      attachments: ["message-1.eml message/global 21"],
    },
  ),
  entry("a piece of a message", ["Content-Type: message/partial; id=x; number=1; total=2", "", "x"], {
    notices: ["this is one piece of a message that was sent in several"],
  }),
];
