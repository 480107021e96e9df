/** Lines that are one; joined at its end, for a text that grows line by line would be copied with each. */
interface Paragraph {
  readonly depth: number;
  readonly lines: string[];
}

/**
 * Joins the lines of a format=flowed text (RFC 3676 §4): a line that ends with a space goes on in the next
 * one of the same quote depth; the signature line "-- " stands alone.
 */
export function unflow(text: string, deletesSpace: boolean): string {
  const out: string[] = [];
  let open: Paragraph | undefined;
  for (const line of text.split("\n")) {
    const { depth, content } = splitQuote(line);
    const isSignature = content === "-- ";
    const isJoined = open !== undefined && open.depth === depth && !isSignature;
    if (open !== undefined && !isJoined) out.push(quoted(open));
    const lines: string[] = isJoined && open !== undefined ? open.lines : [];
    const goesOn = content.endsWith(" ") && !isSignature;
    lines.push(goesOn && deletesSpace ? content.slice(0, -1) : content);
    open = goesOn ? { depth, lines } : undefined;
    if (!goesOn) out.push(quoted({ depth, lines }));
  }
  if (open !== undefined) out.push(quoted(open));
  return out.join("\n");
}

function splitQuote(line: string): { depth: number; content: string } {
  let depth = 0;
  while (line[depth] === ">") depth += 1;
  // One space in front is stuffing, so that "From" and ">" can begin a line (§4.4).
  const from = line[depth] === " " ? depth + 1 : depth;
  return { depth, content: line.slice(from) };
}

function quoted({ depth, lines }: Paragraph): string {
  const content = lines.join("");
  return depth === 0 ? content : `${">".repeat(depth)} ${content}`;
}
