import { barChart, landscape } from "../media/pictures.ts";
import { mailbox } from "../mime/header-text.ts";
import type { Letter } from "../mime/letter.ts";
import { crlf, filePart, multipart, textPart } from "../mime/part.ts";

const HOUR = 60;
const DAY = 1440;

/** Letters with pictures, attached or in the text. Takes a while: the pictures are drawn here. */
export function pictureLetters(): readonly Letter[] {
  return [
    {
      id: "photos@far-away.example",
      from: mailbox("Uncle Bertram", "bertram@far-away.example"),
      subject: "Two photographs (small ones this time)",
      minutesAgo: 3 * DAY + 9 * HOUR,
      zone: 600,
      body: multipart("mixed", [
        textPart(`You were all very clear about the video. Here are two stills instead.

Bertram
`),
        filePart({
          filename: "before sunrise.png",
          contentType: "image/png",
          octets: landscape(240, 150, 0),
        }),
        filePart({
          filename: "nach Sonnenaufgang – schön.png",
          contentType: "image/png",
          octets: landscape(240, 150, 0.8),
        }),
      ]),
    },
    {
      id: "chart@energy-coop.example",
      from: mailbox("Energy co-op", "figures@energy-coop.example"),
      subject: "What the roof made this year",
      minutesAgo: 4 * DAY,
      body: multipart("mixed", [
        multipart(
          "related",
          [
            textPart(CHART_HTML, { subtype: "html", encoding: "quoted-printable" }),
            filePart({
              filename: "chart.png",
              contentType: "image/png",
              octets: barChart(320, 150, MONTHS),
              contentId: "chart@energy-coop.example",
            }),
            filePart({
              filename: "roof.png",
              contentType: "image/png",
              octets: landscape(160, 80, 1),
              contentId: "roof@energy-coop.example",
            }),
          ],
          'type="text/html"; ',
        ),
        filePart({ filename: "by-month.csv", contentType: "text/csv; charset=utf-8", octets: monthsAsCsv() }),
      ]),
    },
  ];
}

const MONTHS = [0.14, 0.22, 0.41, 0.63, 0.82, 0.97, 1, 0.88, 0.64, 0.38, 0.19, 0.11];

const CHART_HTML = `<!doctype html>
<html lang="en"><body style="font-family: Georgia, serif; max-width: 560px; color: #222">
<h1 style="font-size: 22px">What the roof made this year</h1>
<p>June and July were as good as we hoped, and October was better than anybody said.</p>
<p><img src="cid:chart@energy-coop.example" width="480" height="225" alt="Bars for twelve months, highest in July"></p>
<p>And this is how it looks from up there:</p>
<p><img src="cid:roof@energy-coop.example" width="240" height="120" alt="Sunrise over the hills"></p>
<p>The figures are attached as a table.</p>
</body></html>
`;

function monthsAsCsv(): Buffer {
  const rows = MONTHS.map((share, index) => `${index + 1},${Math.round(share * 1240)}`);
  return Buffer.from(crlf(`month,kilowatt hours\n${rows.join("\n")}\n`), "utf8");
}
