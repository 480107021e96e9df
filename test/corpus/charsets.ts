import { DATE, entry, type CorpusEntry } from "./entry.ts";

/** [charset, text, its octets in hexadecimal]: encoded by another program. */
const TEXTS: readonly (readonly [charset: string, text: string, hex: string])[] = [
  ["iso-8859-1", "Grüße, señor", "4772fcdf652c207365f16f72"],
  ["iso-8859-2", "Zażółć gęślą", "5a61bff3b3e62067eab66cb1"],
  ["iso-8859-3", "Ĉu ŝi ĝuas", "c67520fe6920f8756173"],
  ["iso-8859-4", "Šķirkļis", "a9f369726bb66973"],
  ["iso-8859-5", "Привет", "bfe0d8d2d5e2"],
  ["iso-8859-6", "مرحبا", "e5d1cdc8c7"],
  ["iso-8859-7", "Καλημέρα", "cae1ebe7ecddf1e1"],
  ["iso-8859-8", "שלום", "f9ece5ed"],
  ["iso-8859-9", "Çağrı şık", "c761f072fd20fefd6b"],
  ["iso-8859-10", "Þór Ŋaá", "def37220af61e1"],
  ["iso-8859-13", "Ačiū žąsis", "41e869fb20fee0736973"],
  ["iso-8859-14", "Ŵyn â ŷd", "d0796e20e220fe64"],
  ["iso-8859-15", "5 € œuvre", "3520a420bd75767265"],
  ["iso-8859-16", "Țară și", "de6172e320ba69"],
  ["windows-1250", "Příliš žluťoučký", "50f8ed6c699a209e6c759d6f75e86bfd"],
  ["windows-1251", "Съешь ещё", "d1fae5f8fc20e5f9b8"],
  ["windows-1252", "“quoted” – 5 €", "9371756f74656494209620352080"],
  ["windows-1253", "Γειά σου", "c3e5e9dc20f3eff5"],
  ["windows-1254", "İstanbul'da çay", "dd7374616e62756c27646120e76179"],
  ["windows-1255", "שלום עולם", "f9ece5ed20f2e5eced"],
  ["windows-1256", "السلام عليكم", "c7e1d3e1c7e320dae1eddfe3"],
  ["windows-1257", "Ķēniņš", "cde76e69f2f0"],
  ["windows-1258", "Tôi là ñg", "54f469206ce020f167"],
  ["koi8-r", "Доброе утро", "e4cfc2d2cfc520d5d4d2cf"],
  ["koi8-u", "Їжак і ґава", "b7d6c1cb20a620adc1d7c1"],
  ["ibm866", "Привет", "8fe0a8a2a5e2"],
  ["x-mac-cyrillic", "Привет, Ёж", "8ff0e8e2e5f22c20dde6"],
  ["macintosh", "Café ‘x’", "4361668e20d478d5"],
  ["tis-620", "สวัสดี", "cac7d1cab4d5"],
  ["iso-2022-jp", "日本語テスト", "1b2442467c4b5c386c2546253925481b2842"],
  ["iso-2022-kr", "안녕하세요 abc", "1b2429430e3e483367474f3c3c3f640f20616263"],
  ["shift_jis", "日本語テスト", "93fa967b8cea836583588367"],
  ["euc-jp", "日本語テスト", "c6fccbdcb8eca5c6a5b9a5c8"],
  ["euc-kr", "안녕하세요", "bec8b3e7c7cfbcbcbfe4"],
  ["ks_c_5601-1987", "한국어", "c7d1b1b9beee"],
  ["gb2312", "你好，世界", "c4e3bac3a3accac0bde7"],
  ["gbk", "你好，鎔", "c4e3bac3a3ace667"],
  ["gb18030", "你好，㐀", "c4e3bac3a3ac8139ee39"],
  ["hz-gb-2312", "你好 abc", "7e7b44633a437e7d20616263"],
  ["big5", "你好，世界", "a741a66ea141a540acc9"],
  ["utf-7", "Hi Ünïcödé €", "4869202b414e772d6e2b414f382d632b4150592d642b414f6b202b494b772d"],
  ["utf-8", "Grüße 日本 😀", "4772c3bcc39f6520e697a5e69cac20f09f9880"],
  ["utf-16", "Grüße", "fffe47007200fc00df006500"],
  ["utf-16be", "Grüße", "0047007200fc00df0065"],
  ["cp1252", "“x”", "937894"],
  ["latin1", "Grüße", "4772fcdf65"],
];

/** Each charset in a subject, a name and a body at once: B, Q and base64. */
export const CHARSETS: readonly CorpusEntry[] = TEXTS.map(([charset, text, hex]) => {
  const octets = Buffer.from(hex, "hex");
  const base64 = octets.toString("base64");
  const quoted = hex.toUpperCase().replace(/../g, "=$&");
  const lines = [
    `Subject: =?${charset}?B?${base64}?=`,
    `From: =?${charset}?Q?${quoted}?= <a@example.org>`,
    `Content-Type: text/plain; charset="${charset}"`,
    "Content-Transfer-Encoding: base64",
    "",
    base64,
  ];
  const expected = { subject: text, from: `${text} <a@example.org>`, text, notices: [] };
  return entry(`charset ${charset} in header and body`, lines, expected);
});

/** As the octets stand in mail that encodes nothing. */
export const RAW_CHARSETS: readonly CorpusEntry[] = TEXTS.filter(
  ([charset]) => !/^utf-16|^utf-7$/.test(charset),
).map(([charset, text, hex]) => {
  const header = Buffer.from(`${DATE}\r\nContent-Type: text/plain; charset=${charset}\r\n\r\n`);
  return entry(`charset ${charset}, raw octets`, Buffer.concat([header, Buffer.from(hex, "hex")]), {
    text,
    notices: [],
  });
});
