import { landscapeAt } from "../media/pictures.ts";
import { aviFilm } from "../media/avi.ts";
import { mailbox } from "../mime/header-text.ts";
import type { Letter } from "../mime/letter.ts";
import { filePart, multipart, textPart } from "../mime/part.ts";

const POSTMASTER = mailbox("Popgate demo", "postmaster@demo.popgate.example");
const OLD = 40 * 1440;

const WELCOME: Letter = {
  id: "welcome@demo.popgate.example",
  from: POSTMASTER,
  subject: "Welcome to your maildrop",
  minutesAgo: OLD,
  body: textPart(`Dear Mira,

this maildrop is yours to break. Read, mark, reset, commit: the server is
real, the mail is invented, and a restart brings everything back.

Three things to try first:

  1. Mark this message. Then look at its neighbour far below: number 6 is
     the same message, octet by octet, and yet another one. Its unique-id
     tells them apart.
  2. Open "Holiday video" only after you have seen its size.
  3. Pull the plug with marks set. Nothing is gone: marks become deletions
     only when the session ends with QUIT.

Have a good session.
`),
};

/** The messages that the lessons count on: always numbers 1 to 6, in this order. */
export function lessonLetters(): readonly Letter[] {
  return [
    WELCOME,
    {
      id: "dots@demo.popgate.example",
      from: mailbox("Dorothea Punkt", "dorothea@typesetters.example"),
      subject: "Lines that begin with dots",
      minutesAgo: OLD - 60,
      body: textPart(`Hello Mira,

a line that holds one dot ends a reply in POP3. So how do I send you one?

.
..
...
.hidden
. with a blank behind it
..and this line begins with two

If you can read this sentence, the dots above arrived as they were sent.
.
Dorothea
`),
    },
    {
      id: "report@demo.popgate.example",
      from: mailbox("Amina Yusuf", "amina.yusuf@harbour-office.example"),
      subject: "Report: ferries in the third quarter",
      minutesAgo: OLD - 180,
      body: textPart(REPORT),
    },
    {
      id: "holiday@demo.popgate.example",
      from: mailbox("Uncle Bertram", "bertram@far-away.example"),
      subject: "Holiday video",
      minutesAgo: OLD - 400,
      body: multipart("mixed", [
        textPart(`Dear all,

the whole sunrise, uncut. Sorry for the size! I did not know how to make
it smaller, so I sent it to everybody to be on the safe side.

Bertram
`),
        filePart({
          filename: "sunrise.avi",
          contentType: "video/x-msvideo",
          octets: aviFilm({ width: 100, height: 76, frames: 15 }, landscapeAt),
        }),
      ]),
    },
    {
      id: "utf8@demo.popgate.example",
      from: mailbox("Zoë Brontë", "zoe@tramontane.example"),
      subject: "Grüße, поздрави, χαιρετισμούς – and a euro: €",
      minutesAgo: OLD - 900,
      body: textPart(UTF8_TEXT, { encoding: "8bit" }),
    },
    WELCOME,
  ];
}

const REPORT = `Ferries in the third quarter

  route              crossings   on time   passengers
  North pier             1 104      97 %       61 380
  Island, direct           736      91 %       48 112
  Island, by night         184      88 %        4 907
  Old town                 920      99 %       22 640
  --------------------------------------------------
  together               2 944      95 %      137 039

What went well: the new ticket gate at North pier. Nobody waits there
longer than four minutes now, on Sundays seven.

What did not: fog. Eleven crossings of the night ferry were cancelled in
September, four of them after the passengers had boarded.

What we ask for: a second fog signal at the mole, and a kettle for the
waiting room.

The figures by day are in the shared cupboard, second shelf, green folder.

Amina Yusuf
Harbour office
`;

const UTF8_TEXT = `Eight bits, sent as they are:

  Deutsch    Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich
  Français   Dès Noël, où un zéphyr haï me vêt de glaçons würmiens
  Polski     Zażółć gęślą jaźń
  Ελληνικά   Ξεσκεπάζω την ψυχοφθόρα βδελυγμία
  Русский    Съешь ещё этих мягких французских булок
  日本語     いろはにほへと ちりぬるを
  עברית      דג סקרן שט בים
  ♥ ♫ ☂ ✉    and one beyond the first plane: 𝄞

An octet is not a character: count both and compare.
`;
