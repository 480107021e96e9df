import iconv from "iconv-lite";
import { mailbox } from "../mime/header-text.ts";
import type { Letter } from "../mime/letter.ts";
import { crlf, encodedPart, textPart } from "../mime/part.ts";

const HOUR = 60;
const DAY = 1440;

/** Mail in the scripts and charsets of the world. */
export const CHARSETS: readonly Letter[] = [
  {
    id: "gijiroku@denshi.example",
    from: mailbox("山田 太郎", "taro.yamada@denshi.example"),
    subject: "会議の議事録をお送りします",
    minutesAgo: 26 * HOUR,
    zone: 540,
    body: textPart(
      `ローズ様

お疲れさまです。山田です。
昨日の会議の議事録をお送りします。ご確認ください。

一、次回の会議は来週の木曜日、午後三時からです。
二、資料は水曜日までに共有してください。
三、会場は三階の小会議室に変更になりました。

何かご不明な点がございましたら、お気軽にご連絡ください。
よろしくお願いいたします。

山田 太郎
`,
      { encoding: "base64" },
    ),
  },
  {
    id: "yoyaku@toshokan.example",
    from: `=?ISO-2022-JP?B?GyRCOzNLXBsoQiAbJEI3QztSGyhC?= <yamamoto@toshokan.example>`,
    subject: "=?ISO-2022-JP?B?GyRCJDRNPUxzJE5LXCQsRk8kLSReJDckPxsoQg==?=",
    minutesAgo: 11 * DAY,
    zone: 540,
    body: encodedPart("text/plain; charset=iso-2022-jp", Buffer.from(libraryNotice(), "base64"), "7bit"),
  },
  {
    id: "riwaq@maktaba.example",
    from: mailbox("مكتبة الرواق", "info@maktaba.example"),
    subject: "دعوة إلى أمسية شعرية يوم الخميس",
    minutesAgo: 3 * DAY + 2 * HOUR,
    zone: 120,
    body: textPart(
      `عزيزتي ميرا،

تسرّنا دعوتك إلى أمسية شعرية في مكتبة الرواق يوم الخميس القادم في الساعة السابعة مساءً.
يقرأ الشعراء من أعمالهم الجديدة، ثم يُفتح باب الحوار مع الحضور (حوالي 45 دقيقة).

العنوان: شارع النخيل 12، الطابق الثاني.
الدخول مجاني، ويُقدَّم الشاي بعد الأمسية.

مع أطيب التحيات،
فريق المكتبة
`,
      { encoding: "quoted-printable" },
    ),
  },
  {
    id: "facture@boulangerie.example",
    from: "=?windows-1252?Q?Boulangerie_=AB_Le_Fournil_=BB?= <bonjour@boulangerie.example>",
    subject: "=?windows-1252?Q?Votre_commande_de_No=EBl_=96_d=E9j=E0_pr=EAte?=",
    minutesAgo: 6 * DAY + 3 * HOUR,
    zone: 60,
    body: encodedPart(
      "text/plain; charset=windows-1252",
      iconv.encode(crlf(bakeryText()), "win1252"),
      "quoted-printable",
    ),
  },
  {
    id: "pismo@kafedra.example",
    from: mailbox("Галина Орлова", "orlova@kafedra.example"),
    subject: "Лекция переносится",
    minutesAgo: 7 * DAY + 8 * HOUR,
    zone: 180,
    body: encodedPart(
      "text/plain; charset=koi8-r",
      iconv.encode(
        crlf(`Дорогая Мира!

Лекция о почтовых дилижансах переносится на вторник, на 18:30.
Аудитория та же. Возьмите, пожалуйста, карту 1847 года.

С уважением,
Г. Орлова
`),
        "koi8-r",
      ),
      "base64",
    ),
  },
];

/** "Your reserved book has arrived", from a library; made with a full ISO-2022-JP encoder. */
function libraryNotice(): string {
  return (
    "GyRCJW0hPCU6TU0bKEINCg0KGyRCJCQkRCRiJCpAJE9DJEskSiRDJEYkKiRqJF4kOSEjJW0hPCU6P149cTRbJE47M0tcJEckOSEj" +
    "GyhCDQoNChskQkBoRnwkNE09THMkJCQ/JEAkJCQ/IVZNOUpYJE5OcjtLIVckLEZ+MlkkJCQ/JDckXiQ3JD8hIxsoQg0KGyRCOiM9" +
    "NSRORVpNS0Z8JF4kRyRLJSslJiVzJT8hPCRYJCoxWyQ3JC8kQCQ1JCQhIxsoQg0KDQobJEIzKzRbO340VhsoQjogGyRCOGFBMDZl" +
    "O34kKyRpOGE4ZU87O34kXiRHGyhCDQoNChskQiRJJCYkPiRoJG0kNyQvJCo0aiQkJCQkPyQ3JF4kOSEjGyhCDQoNChskQjszS1wb" +
    "KEINCg=="
  );
}

function bakeryText(): string {
  return `Chère Madame Rose,

votre commande « Noël » est prête : deux bûches à la châtaigne, une douzaine
de mantecados et… le pain d’épices – il nous en reste toujours trop.

Le tout fait 47,50 € ; vous pouvez passer dès demain, jusqu’à 19 h.

Bien à vous,
l’équipe du « Fournil »
`;
}
