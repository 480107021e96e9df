import type { Attachment } from "@popgate/shared/api/message";
import { Download } from "lucide-react";
import { useState, type ReactNode } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import { filesWords } from "../../../lib/messages/reader/files-words.ts";
import { formatOctets } from "../../../lib/octets.ts";
import { displayName } from "../../../lib/people.ts";
import { usePage } from "../../../state/use-page.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { LinkButton } from "../../../ui/controls/link-button.tsx";
import { partUrl, type MessagePlace } from "../message-place.ts";
import styles from "./attachments.module.css";

interface AttachmentCardProps {
  readonly file: Attachment;
  readonly place: MessagePlace;
  readonly onOpen: (part: string) => void;
  readonly onShow: (file: Attachment) => void;
}

/** Larger pictures are not read for a thumbnail. */
const MAX_THUMBNAIL_OCTETS = 1_000_000;

/** One file: what it claims to be, its size, and what can be done with it. */
export function AttachmentCard({ file, place, onOpen, onShow }: AttachmentCardProps): ReactNode {
  const { base } = usePage();
  const { part, message, preview } = file;
  const name = file.filename || filesWords.nameless;
  const size = formatOctets(file.octets);
  const subject = message ? message.subject || messages.list.noSubject : name;
  const detail = message
    ? filesWords.from(displayName(message.from) || messages.list.noSender)
    : file.contentType;
  return (
    <li className={styles["file"]}>
      <Kind file={file} place={place} />
      <div className={styles["words"]}>
        <bdi className={styles["name"]} title={subject}>
          {subject}
        </bdi>
        <span className={styles["detail"]}>
          <bdi className={styles["octets"]}>{size}</bdi> <bdi>{detail}</bdi>
        </span>
      </div>
      <div className={styles["actions"]}>
        {message && (
          <Button
            look="quiet"
            aria-label={filesWords.openMessage(subject)}
            onClick={() => {
              onOpen(part);
            }}
          >
            {filesWords.open}
          </Button>
        )}
        {preview !== null && (
          <Button
            look="quiet"
            aria-label={filesWords.showFile(name)}
            onClick={() => {
              onShow(file);
            }}
          >
            {filesWords.show}
          </Button>
        )}
        <LinkButton
          href={partUrl(base, place, part)}
          download={file.filename || true}
          aria-label={filesWords.saveFile(name, size)}
          title={filesWords.save}
        >
          <Download size={16} aria-hidden="true" />
        </LinkButton>
      </div>
    </li>
  );
}

/** A small picture of a picture; else the letters of what the file claims to be. */
function Kind({ file, place }: Pick<AttachmentCardProps, "file" | "place">): ReactNode {
  const { base } = usePage();
  const [isBroken, setIsBroken] = useState(false);
  if (file.preview !== "image" || file.octets > MAX_THUMBNAIL_OCTETS || isBroken) {
    return (
      <span className={styles["kind"]} aria-hidden="true">
        {kindOf(file)}
      </span>
    );
  }
  return (
    <img
      className={styles["kind"]}
      src={partUrl(base, place, file.part, "inline")}
      alt=""
      loading="lazy"
      onError={() => {
        setIsBroken(true);
      }}
    />
  );
}

/** Three or four letters that tell what a file claims to be. */
function kindOf({ filename, contentType, message }: Attachment): string {
  if (message !== null) return "MAIL";
  const extension = /\.([a-z0-9]{1,4})$/i.exec(filename)?.[1];
  const subtype = contentType.split("/")[1]?.replace(/^(?:x-|vnd\.)/, "");
  return (extension ?? subtype?.slice(0, 4) ?? "?").toUpperCase();
}
