import { mailbox } from "../mime/header-text.ts";
import type { Letter } from "../mime/letter.ts";
import { crlf, encodedPart, multipart, textPart, type Part } from "../mime/part.ts";

const HOUR = 60;
const DAY = 1440;

const BACKUP_LOG = `cellar: backup of last night

volume      files      changed      octets        seconds
letters    48 211          312      1 204 119 882     41
photos    119 034           17     88 410 553 201    118
music       9 870            0     61 022 874 116      3

verify: 3 of 3 ok
errors: 0
next:   tomorrow, 03:00
`;

/** Mail of unusual make: no body, a receipt, a signature, thirty recipients, a log. */
export const NOTICES: readonly Letter[] = [
  {
    id: "heartbeat@cellar-server.example",
    from: "root@cellar-server.example",
    subject: "[cellar] heartbeat ok (the header is all there is)",
    minutesAgo: 14 * DAY,
    extra: [["Auto-Submitted", "auto-generated"]],
    body: { headers: [], body: Buffer.alloc(0) },
  },
  {
    id: "receipt-31@committee.example",
    from: mailbox("R. Okafor", "secretary@committee.example"),
    subject: "Read: Chairs: yes. Mint: pot.",
    minutesAgo: 3 * DAY + 20 * HOUR,
    body: readReceipt(),
  },
  {
    id: "signed@key-party.example",
    from: mailbox("Noor Haddad", "noor@key-party.example"),
    subject: "Signed, so that you know it was me",
    minutesAgo: 2 * DAY,
    body: pgpSigned(),
  },
  {
    id: "seats@riverside-choir.example",
    from: mailbox("Riverside Choir", "office@riverside-choir.example"),
    to: singers(),
    subject: "Seating plan: who sings where (30 recipients)",
    minutesAgo: 7 * DAY,
    body: textPart(`Dear all,

stand where you stood last year. Whoever is new stands beside Mira.

The office
`),
  },
  {
    id: "backup-0312@cellar-server.example",
    from: mailbox("Backup (cellar)", "backup@cellar-server.example"),
    subject: "Backup finished: 3 volumes, 0 errors",
    minutesAgo: 17,
    extra: [["Auto-Submitted", "auto-generated"]],
    body: textPart(BACKUP_LOG),
  },
];

/** RFC 8098. */
function readReceipt(): Part {
  const fields = `Reporting-UA: garden-mail.example; GardenMail 4
Final-Recipient: rfc822; secretary@committee.example
Original-Message-ID: <answer-chairs@mail.example>
Disposition: manual-action/MDN-sent-manually; displayed
`;
  return multipart(
    "report",
    [
      textPart("Your message was displayed. That does not mean that it was agreed with.\n"),
      encodedPart("message/disposition-notification", Buffer.from(crlf(fields)), "7bit"),
    ],
    "report-type=disposition-notification; ",
  );
}

/** RFC 3156. The signature has the form of one; it signs nothing. */
function pgpSigned(): Part {
  const signature = `-----BEGIN PGP SIGNATURE-----

iHUEABYKAB0WIQTthisIsOnlyTheShapeOfASignatureAndProvesNothing0QUCZ
xAAAAAKCRAwcwS0/4qvxC2oAP9demoDemoDemoDemoDemoDemoDemoDemoDemoDemoD
emoAD/ZnotAKeyNotAKeyNotAKeyNotAKeyNotAKeyNotAKeyNotAKeyNotAKey0=
=m4iL
-----END PGP SIGNATURE-----
`;
  return multipart(
    "signed",
    [
      textPart(
        "Mira,\n\nmy new key is on the card I gave you. Compare it by telephone, not by mail.\n\nNoor\n",
      ),
      encodedPart('application/pgp-signature; name="signature.asc"', Buffer.from(crlf(signature)), "7bit"),
    ],
    'micalg=pgp-sha256; protocol="application/pgp-signature"; ',
  );
}

function singers(): string {
  const names =
    "Ada Bo Cleo Dag Eno Fay Gus Hedy Ivo June Kit Lale Mio Nell Otto Pia Quin Ravi Sol Tove".split(" ");
  const more = "Uma Vito Wren Xenia Yaw Zora Abel Brit Ciro".split(" ");
  const others = [...names, ...more].map((name) => mailbox(name, `${name.toLowerCase()}@singers.example`));
  return [...others, mailbox("Mira Rose", "mrose@mail.example")].join(", ");
}
