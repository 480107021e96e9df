interface Story {
  readonly title: string;
  readonly text: string;
  readonly image: string;
}

const STORIES: readonly Story[] = [
  {
    title: "Sorting at eighty miles an hour",
    text:
      "For a century the letters were sorted while the train ran. We found the last three people who did it, and " +
      "asked them to show us their hands.",
    image: "sorting-car.jpg",
  },
  {
    title: "The pneumatic post of the capital",
    text: "Four hundred kilometres of tube, and not one of them straight. A walk above what remains below.",
    image: "tubes.jpg",
  },
  {
    title: "How to fold a letter that cannot be read unnoticed",
    text: "A sheet of paper, a knife, and eleven minutes: letterlocking for beginners, with a pattern to print.",
    image: "letterlocking.jpg",
  },
];

/** A newsletter as they are made: tables in tables, styles in place, remote images, a counting pixel. */
export const NEWSLETTER_HTML = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The Night Mail Quarterly</title>
<style>
  body { margin: 0; background: #efe9dd; }
  a { color: #1d4f91; }
  @media (max-width: 480px) { .column { display: block !important; width: 100% !important; } }
</style>
</head>
<body style="margin:0;background:#efe9dd;font-family:Georgia,'Times New Roman',serif;color:#22303c">
<div style="display:none;max-height:0;overflow:hidden">Sorting at eighty miles an hour, and two more stories.</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#efe9dd">
<tr><td align="center" style="padding:28px 12px">
  <table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;background:#fffdf8">
    <tr><td style="height:8px;background:repeating-linear-gradient(115deg,#b3261e 0 18px,#fffdf8 18px 36px,#1d4f91 36px 54px,#fffdf8 54px 72px)"></td></tr>
    <tr><td style="padding:34px 40px 10px;text-align:center">
      <img src="https://images.night-mail.example/q4/masthead.png" width="260" height="44" alt="The Night Mail Quarterly" style="font-size:28px;letter-spacing:1px">
      <p style="margin:10px 0 0;font:13px/1.4 Verdana,sans-serif;letter-spacing:2px;color:#7b6f5c">NUMBER 48 &middot; WINTER</p>
    </td></tr>
    <tr><td style="padding:16px 40px">
      <img src="https://images.night-mail.example/q4/cover.jpg" width="520" height="280" alt="A mail train at a snowy platform, before dawn" style="display:block;width:100%;height:auto;background:#d8cfbd;border-radius:4px">
      <p style="font-size:18px;line-height:1.6">Dear Mira,<br>it is the season of long evenings, so this number is about letters that travelled by night. Put the kettle on.</p>
    </td></tr>
${STORIES.map(storyRow).join("")}
    <tr><td align="center" style="padding:20px 40px 36px">
      <a href="https://www.night-mail.example/read/48?reader=mrose" style="display:inline-block;background:#1d4f91;color:#ffffff;text-decoration:none;padding:13px 30px;border-radius:4px;font:bold 15px Verdana,sans-serif">Read the whole number</a>
    </td></tr>
    <tr><td style="padding:18px 40px 30px;border-top:1px solid #e3dac8;font:12px/1.6 Verdana,sans-serif;color:#7b6f5c">
      You receive this four times a year because you asked for it at the museum's counter.<br>
      <a href="https://www.night-mail.example/leave?reader=mrose">No more of it, please</a> &middot;
      The Night Mail Quarterly, Platform 9, Old Station
    </td></tr>
  </table>
</td></tr>
</table>
<img src="https://count.night-mail.example/open.gif?reader=mrose&amp;number=48" width="1" height="1" alt="">
</body>
</html>
`;

function storyRow(story: Story): string {
  return `    <tr><td style="padding:12px 40px">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
        <td class="column" width="150" valign="top"><img src="https://images.night-mail.example/q4/${story.image}" width="140" height="100" alt="" style="display:block;background:#d8cfbd;border-radius:4px"></td>
        <td class="column" valign="top">
          <h2 style="margin:0 0 6px;font-size:20px;line-height:1.25">${story.title}</h2>
          <p style="margin:0;font-size:15px;line-height:1.55">${story.text}</p>
        </td>
      </tr></table>
    </td></tr>
`;
}
