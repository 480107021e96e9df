/** One page of text, A4, in Helvetica: a whole PDF file (ISO 32000). The first line is the heading. */
export function pdfPage(lines: readonly string[]): Buffer {
  const [heading = "", ...rest] = lines;
  const page = [
    "BT /F1 20 Tf 56 770 Td",
    `(${escaped(heading)}) Tj`,
    "/F1 11 Tf 0 -34 Td 16 TL",
    ...rest.map((line) => `(${escaped(line)}) Tj T*`),
    "ET 56 760 m 540 760 l S",
  ].join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
  ];
  let file = "%PDF-1.4\n";
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(file.length);
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  // Each entry of the cross-reference table is exactly 20 octets (ISO 32000-1 §7.5.4).
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
  const count = objects.length + 1;
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${entries.join("")}`;
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file + table + trailer, "latin1");
}

function escaped(text: string): string {
  return text.replaceAll(/[\\()]/g, "\\$&");
}
