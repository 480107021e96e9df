import { getMessagePart, type Attachment, type Message } from "@popgate/shared/api/message";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { contractUrl } from "../../api/contract-url.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { formatOctets } from "../../lib/octets.ts";
import { usePage } from "../../state/use-page.ts";
import styles from "./attachments.module.css";

interface AttachmentsProps {
  readonly mailboxId: string;
  readonly message: Message;
}

/** Files to save. What the HTML shows inside itself is not listed, unless there is no HTML. */
export function Attachments({ mailboxId, message }: AttachmentsProps): ReactNode {
  const { base } = usePage();
  const words = messages.reader;
  const files = message.attachments.filter((file) => !file.inline || !message.hasHtml);
  if (files.length === 0) return null;
  return (
    <ul className={styles["files"]} aria-label={words.attachments(files.length)}>
      {files.map((file) => {
        const name = file.filename || words.nameless;
        const size = formatOctets(file.octets);
        const params = { id: mailboxId, uid: message.uid, part: file.part };
        return (
          <li key={file.part}>
            <a
              className={styles["file"]}
              href={contractUrl(base, getMessagePart, { params, query: {} })}
              download={file.filename || true}
              aria-label={words.saveFile(name, size)}
            >
              <span className={styles["kind"]} aria-hidden="true">
                {kindOf(file)}
              </span>
              <bdi className={styles["name"]}>{name}</bdi>
              <span className={styles["size"]}>
                <bdi>{size}</bdi> <Download size={12} aria-hidden="true" />
              </span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}

/** Three or four letters that tell what a file claims to be. */
function kindOf({ filename, contentType }: Attachment): string {
  const extension = /\.([a-z0-9]{1,4})$/i.exec(filename)?.[1];
  const subtype = contentType.split("/")[1]?.replace(/^(?:x-|vnd\.)/, "");
  return (extension ?? subtype?.slice(0, 4) ?? "?").toUpperCase();
}
