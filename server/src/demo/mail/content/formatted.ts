import { mailbox } from "../mime/header-text.ts";
import type { Letter } from "../mime/letter.ts";
import { alternative, textPart } from "../mime/part.ts";
import { NEWSLETTER_HTML } from "./newsletter-html.ts";

const HOUR = 60;
const DAY = 1440;

/** Mail in HTML: some of it good, some of it not well-meant. No address in it exists. */
export const FORMATTED: readonly Letter[] = [
  {
    id: "48.mrose@night-mail.example",
    from: mailbox("The Night Mail Quarterly", "post@night-mail.example"),
    subject: "Sorting at eighty miles an hour · The Night Mail Quarterly, number 48",
    minutesAgo: 5 * HOUR,
    extra: [
      ["List-Id", "The Night Mail Quarterly <quarterly.night-mail.example>"],
      [
        "List-Unsubscribe",
        "<https://www.night-mail.example/leave?reader=mrose>, <mailto:leave@night-mail.example>",
      ],
      ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"],
      ["Authentication-Results", "mx.mail.example; spf=pass smtp.mailfrom=night-mail.example; dkim=pass"],
    ],
    body: alternative(
      `The Night Mail Quarterly, number 48

- Sorting at eighty miles an hour
- The pneumatic post of the capital
- How to fold a letter that cannot be read unnoticed

Read it: https://www.night-mail.example/read/48
`,
      NEWSLETTER_HTML,
    ),
  },
  {
    id: "due-notice@county-library.example",
    from: mailbox("County Library", "notices@county-library.example"),
    subject: "Two items are due next Saturday",
    minutesAgo: 28 * HOUR,
    body: alternative(
      `Dear reader,

two items are due next Saturday:

  * The Pneumatic Post, a History
  * Knots for Indoor Use

To keep them longer: https://county-library.example/renew
`,
      `<!doctype html>
<html lang="en"><body style="font-family: system-ui, sans-serif; max-width: 36em; line-height: 1.6">
<p>Dear reader,</p><p>two items are due <strong>next Saturday</strong>:</p>
<ul><li><em>The Pneumatic Post, a History</em></li><li><em>Knots for Indoor Use</em></li></ul>
<p><a href="https://county-library.example/renew">Keep them longer</a>, unless somebody is waiting.</p>
<p style="color: #666; font-size: 85%">County Library, by the bridge. Open until eight.</p>
</body></html>
`,
    ),
  },
  {
    id: "1f9c@deals-of-the-day.example",
    from: mailbox("Deals of the Day", "bargains@deals-of-the-day.example"),
    subject: "Last chance: 80 % off everything must go",
    minutesAgo: 7 * HOUR,
    extra: [["List-Unsubscribe", "<mailto:stop@deals-of-the-day.example>"]],
    body: textPart(dealsHtml(), { subtype: "html", encoding: "quoted-printable" }),
  },
  {
    id: "security-4471@account-check.example",
    from: mailbox("Your Savings Bank", "service@account-check.example"),
    subject: "Unusual sign-in: confirm your account within 24 hours",
    minutesAgo: 6 * HOUR,
    extra: [
      ["Reply-To", mailbox("Security Team", "collect@somewhere-else.example")],
      ["Authentication-Results", "mx.mail.example; spf=fail smtp.mailfrom=account-check.example; dkim=none"],
    ],
    body: textPart(phishingHtml(), { subtype: "html", encoding: "quoted-printable" }),
  },
  {
    id: "notice-88812@parcel-notice.example",
    from: mailbox("Parcel Notice", "no-reply@parcel-notice.example"),
    subject: "Your package could not be delivered (action required)",
    minutesAgo: 2 * DAY + 11 * HOUR,
    body: textPart(
      `<html><body bgcolor="#fff7d6"><center><font face="Arial" size="4" color="#7a5200">
<b>We missed you!</b></font><br><img src="https://cdn.parcel-notice.example/van.png" width="120" height="80" alt="A van"><br>
<font face="Arial" size="2">Parcel 88812 waits. Pay the <b>1.99</b> re-delivery fee
<a href="https://pay.parcel-notice.example/?id=88812">here</a> today.</font></center>
<form action="https://pay.parcel-notice.example/card" method="post"><input name="card" placeholder="Card number"><button>Pay</button></form>
<script>document.title = "This never runs";</script></body></html>
`,
      { subtype: "html", encoding: "quoted-printable" },
    ),
  },
];

function dealsHtml(): string {
  const cells = ["Lamp", "Kettle", "Umbrella", "Left shoe"].map(
    (name, index) =>
      `<td align="center" style="padding:8px"><img src="https://img.deals-of-the-day.example/${index + 1}.jpg" width="110" height="110" alt="${name}"><br>${name}<br><s>99.00</s> <b style="color:#c00">19.80</b></td>`,
  );
  return `<html><body style="font-family:Arial,sans-serif;background:#222">
<table align="center" width="560" bgcolor="#ffffff" cellpadding="0" cellspacing="0">
<tr><td bgcolor="#c00000" align="center" style="padding:18px;color:#fff;font-size:30px;font-weight:bold">80&nbsp;% OFF &#128293;</td></tr>
<tr><td style="padding:12px"><table width="100%"><tr>${cells.join("")}</tr></table></td></tr>
<tr><td align="center" style="padding:16px"><a href="https://go.deals-of-the-day.example/c/1f9c?u=mrose">EVERYTHING MUST GO</a></td></tr>
</table>
<img src="https://track.deals-of-the-day.example/o/1f9c.gif" width="1" height="1">
</body></html>
`;
}

/** A link that says one place and goes to another, and an answer that goes to a third. */
function phishingHtml(): string {
  return `<html><body style="font-family:Arial,sans-serif">
<div style="border-top:6px solid #00594f;padding:16px;max-width:520px">
<h2 style="color:#00594f">Your Savings Bank</h2>
<p>Dear customer,</p>
<p>we noticed a sign-in from a new device. If you do not confirm your account within <b>24 hours</b>, it will be closed.</p>
<p><a href="http://203.0.113.7/login?next=savings-bank.example">https://www.savings-bank.example/confirm</a></p>
<p>Answer this mail with your card number if the link does not work.</p>
<p style="color:#888;font-size:11px">This message was sent by a machine that means you no harm.</p>
</div></body></html>
`;
}
