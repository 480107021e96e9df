/**
 * Joins the lines of a format=flowed text (RFC 3676 §4): a line that ends with a space goes on in the next
 * one of the same quote depth; the signature line "-- " stands alone.
 */
export function unflow(text: string, deletesSpace: boolean): string {
  const out: string[] = [];
  let open: { depth: number; content: string } | undefined;
  for (const line of text.split("\n")) {
    const { depth, content } = splitQuote(line);
    const isSignature = content === "-- ";
    const isJoined = open !== undefined && open.depth === depth && !isSignature;
    if (open !== undefined && !isJoined) out.push(quoted(open));
    const joined: string = isJoined && open !== undefined ? open.content + content : content;
    if (content.endsWith(" ") && !isSignature) {
      open = { depth, content: deletesSpace ? joined.slice(0, -1) : joined };
    } else {
      out.push(quoted({ depth, content: joined }));
      open = undefined;
    }
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

function quoted({ depth, content }: { depth: number; content: string }): string {
  return depth === 0 ? content : `${">".repeat(depth)} ${content}`;
}
