import type { ExportedMessage } from "./exported-message.ts";
import { fromLine, MboxLines } from "./mbox-lines.ts";

/** Messages as one mbox file (RFC 4155). */
export async function* mboxFile(messages: AsyncIterable<ExportedMessage>): AsyncGenerator<Buffer> {
  for await (const { header, content } of messages) {
    yield Buffer.from(fromLine(header));
    const lines = new MboxLines();
    for await (const chunk of content) {
      const octets = lines.write(chunk);
      if (octets.length > 0) yield octets;
    }
    yield lines.end();
  }
}
