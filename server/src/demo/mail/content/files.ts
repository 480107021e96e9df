import { pdfPage } from "../media/pdf.ts";
import { zipArchive } from "../media/zip.ts";
import { mailbox } from "../mime/header-text.ts";
import type { Letter } from "../mime/letter.ts";
import { filePart, multipart, textPart } from "../mime/part.ts";

const HOUR = 60;
const DAY = 1440;

const INVOICE = [
  "Invoice 2207",
  "Paper Mill, 3 Weir Lane",
  "",
  "40 sheets laid paper, 120 g, ivory            38.00",
  "1 bottle ink, iron gall                        9.50",
  "Delivery by boat                               4.00",
  "",
  "Together                                      51.50",
  "",
  "Payable within 30 days. Thank you for writing by hand.",
];

const PROGRAMME = [
  "Riverside Choir: winter concert",
  "Final proof, third version",
  "",
  "1  The Fog Signal",
  "2  Three Songs of the Night Mail",
  "3  Interval, with tea",
  "4  Canon for Forty Ferries",
  "",
  "Tenors: J. Adeyemi, M. Rose, T. Zielinski",
];

const PROOF = `Dear singers,

attached is the final proof of the programme for the winter concert. Please
look at the spelling of your name and at your voice part until Tuesday
evening; after that it goes to print.

Rehearsal starts half an hour earlier than usual, at 18:30, in the small
hall. Bring a pencil — and the second page of the canon, if it is you who
took it home.

With warm regards
Marit
`;

function greenFolder(): Promise<Buffer> {
  const days = Array.from(
    { length: 92 },
    (_, day) => `${day + 1};${30 + ((day * 7) % 5)};${1200 + ((day * 977) % 640)}`,
  );
  return zipArchive([
    { name: "crossings.csv", octets: Buffer.from(`day;crossings;passengers\r\n${days.join("\r\n")}\r\n`) },
    { name: "read me – zuerst.txt", octets: Buffer.from("Days are counted from the first of July.\r\n") },
  ]);
}

const FERRIES = await greenFolder();

/** Letters that carry files. */
export const FILES: readonly Letter[] = [
  {
    id: "invoice-2207@paper-mill.example",
    from: mailbox("Paper Mill, accounts", "accounts@paper-mill.example"),
    subject: "Invoice 2207",
    minutesAgo: 10 * DAY,
    body: multipart("mixed", [
      textPart(`Dear Ms Rose,

please find attached our invoice 2207 for 40 sheets of laid paper.

Kind regards
Paper Mill, accounts
`),
      filePart({ filename: "invoice-2207.pdf", contentType: "application/pdf", octets: pdfPage(INVOICE) }),
    ]),
  },
  {
    id: "minutes-zip@harbour-office.example",
    from: mailbox("Amina Yusuf", "amina.yusuf@harbour-office.example"),
    subject: "The figures by day, zipped",
    minutesAgo: 30 * HOUR,
    body: multipart("mixed", [
      textPart(`Mira,

you asked for the green folder. Here it is, without the folder.

Amina
`),
      filePart({ filename: "ferries-q3.zip", contentType: "application/zip", octets: FERRIES }),
    ]),
  },
  {
    id: "proof-3@riverside-choir.example",
    from: mailbox("Riverside Choir", "office@riverside-choir.example"),
    to: "tenors@riverside-choir.example",
    subject: "Concert programme, final proof — please check your names",
    minutesAgo: 95,
    extra: [
      ["Reply-To", mailbox("Marit Solheim", "marit@riverside-choir.example")],
      [
        "Authentication-Results",
        "mx.mail.example; spf=pass smtp.mailfrom=riverside-choir.example; dkim=pass",
      ],
    ],
    body: multipart("mixed", [
      textPart(PROOF, { encoding: "quoted-printable" }),
      filePart({
        filename: "programme-proof-3.pdf",
        contentType: "application/pdf",
        octets: pdfPage(PROGRAMME),
      }),
    ]),
  },
];
