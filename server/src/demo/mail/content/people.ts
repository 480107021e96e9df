import { mailbox } from "../mime/header-text.ts";
import type { Letter } from "../mime/letter.ts";
import { textPart } from "../mime/part.ts";

const HOUR = 60;
const DAY = 1440;
const HANNA = mailbox("Hanna Weiß", "hanna.weiss@stadtbahn.example");

/** Letters from people, in plain text of several kinds. */
export const PEOPLE: readonly Letter[] = [
  {
    id: "fahrplan-1@stadtbahn.example",
    from: HANNA,
    subject: "Fahrplan für Donnerstag, und eine Frage zum Schlüssel",
    minutesAgo: 3 * HOUR,
    zone: 60,
    body: textPart(
      `Liebe Mira,

am Donnerstag fährt die Linie 4 wegen der Gleisarbeiten nur bis zum Rathaus.
Nimm besser die 7 bis Mühlgasse und geh die letzten fünf Minuten zu Fuß, der
Weg am Kanal ist um diese Zeit ohnehin schöner.

Und der Schlüssel: Liegt er noch bei dir, oder hat ihn Jürgen? Ohne ihn
kommen wir nicht in den Probenraum.

Herzliche Grüße
Hanna
`,
      { encoding: "quoted-printable" },
    ),
  },
  {
    id: "fahrplan-2@brueckner.example",
    from: mailbox("Jürgen Brückner", "juergen@brueckner.example"),
    subject: "Re: Fahrplan für Donnerstag, und eine Frage zum Schlüssel",
    minutesAgo: 2 * HOUR + 11,
    zone: 60,
    extra: [
      ["In-Reply-To", "<fahrplan-1@stadtbahn.example>"],
      ["References", "<fahrplan-1@stadtbahn.example>"],
      ["Cc", HANNA],
    ],
    body: textPart(
      `> Liegt er noch bei dir, oder hat ihn Jürgen?

Jürgen hat ihn. In der Manteltasche, wo sonst.
Ich bin ab 18:15 da und mache schon mal die Heizung an.

J.
`,
      { encoding: "base64" },
    ),
  },
  {
    id: "no-subject@attic.example",
    from: "tomasz@attic.example",
    minutesAgo: 9 * DAY,
    zone: 60,
    body: textPart(`found it. third box from the left, under the tent.

the lamp still works!
`),
  },
  {
    id: "no-date@clockmaker.example",
    from: mailbox("E. Marchetti, clockmaker", "workshop@clockmaker.example"),
    subject: "Your clock is ready (this mail has no date)",
    minutesAgo: 8 * DAY,
    zone: "none",
    body: textPart(`Dear customer,

your wall clock is ready to be fetched. It loses two seconds a week, which
is as good as it was in 1911.

Please bring the slip. We are open when the door is open.

E. Marchetti
`),
  },
  {
    id: "flowed@long-walks.example",
    from: mailbox("Sunniva Dahl", "sunniva@long-walks.example"),
    subject: "The path along the river",
    minutesAgo: 5 * DAY + 4 * HOUR,
    zone: 60,
    body: textPart(flowedText(), { parameters: "format=flowed; delsp=no" }),
  },
  {
    id: "long-subject@committee.example",
    from: mailbox("Secretary of the Garden Committee", "secretary@committee.example"),
    subject:
      "Invitation to the extraordinary meeting of the committee for the care, the planting, the watering and the " +
      "occasional replanting of the raised beds between the bicycle shed and the north wall, including the " +
      "question, left open in spring, of whether mint may be planted in a bed rather than in a pot, and who " +
      "will fetch the compost, with a request to answer by Friday so that there will be enough chairs",
    minutesAgo: 4 * DAY + 7 * HOUR,
    body: textPart(`The subject says it all.

Chairs: yes / no
Mint:   bed / pot

For the committee
R. Okafor
`),
  },
  {
    id: "emoji@picnic.example",
    from: mailbox("Lucía 🌻", "lucia@picnic.example"),
    subject: "🧺 Picnic on Sunday? ☀️ (or 🌧️)",
    minutesAgo: 2 * DAY + 5 * HOUR,
    zone: -180,
    body: textPart(
      `Hola Mira! 👋

Sunday, noon, under the big oak 🌳. I bring 🥖 🧀 🍇, Kofi brings his 🎸,
and the family 👩‍👩‍👧‍👦 from number 9 comes too.

If it rains ☔: my kitchen.

🇦🇷 ❤️ Lucía
`,
      { encoding: "base64" },
    ),
  },
  {
    id: "recipe@dotted-line.example",
    from: mailbox("Ines Teixeira", "ines@dotted-line.example"),
    subject: "Grandmother's contents page",
    minutesAgo: 20 * HOUR,
    body: textPart(`As promised, typed as she wrote it:

Soup ................................. 3
.. with barley ....................... 4
.. without ........................... 5
Bread ................................ 9
.
Fish
.. on Fridays ....................... 14
.. on other days .................... 15
...
(here a page is missing)
.
..
`),
  },
];

/** RFC 3676: a blank at the end of a line says that the paragraph goes on. */
function flowedText(): string {
  return `Mira,
${wrapped(
  "the path along the river is open again. They have laid new planks where the bank had slipped, and there is a " +
    "bench now at the bend where you always wanted one. I walked it this morning from the mill to the weir and " +
    "met nobody but a heron, who did not care for company.",
)}
> Is it true that the ferry stops there?

${wrapped("It does, but only if you wave. Wave early: the ferryman reads.")}
-- 
Sunniva
`;
}

function wrapped(paragraph: string): string {
  return `${paragraph.replaceAll(/(.{1,70}) /g, "$1 \n")}\n`;
}
