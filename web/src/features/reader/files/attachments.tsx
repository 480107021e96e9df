import { getAttachmentsZip, type Attachment, type Message } from "@popgate/shared/api/message";
import { FolderArchive } from "lucide-react";
import { useState, type ReactNode } from "react";
import { contractUrl } from "../../../api/contract-url.ts";
import { filesWords } from "../../../lib/messages/reader/files-words.ts";
import { formatOctets } from "../../../lib/octets.ts";
import { usePage } from "../../../state/use-page.ts";
import { LinkButton } from "../../../ui/controls/link-button.tsx";
import { later } from "../../../ui/notices/later.tsx";
import type { MessagePlace } from "../message-place.ts";
import { AttachmentCard } from "./attachment-card.tsx";
import styles from "./attachments.module.css";

const PreviewDialog = later(async () => (await import("./preview-dialog.tsx")).PreviewDialog);

interface AttachmentsProps {
  readonly message: Message;
  readonly place: MessagePlace;
  /** Shows the message within that is the part of this name. */
  readonly onOpen: (part: string) => void;
}

/** What a report's card tells in sentences; the archive and the source have it as it came. */
const REPORT_TYPES = new Set(["message/delivery-status", "message/disposition-notification"]);

/** Files to save, to look at, or to open. What the HTML or a card shows already is not listed. */
export function Attachments({ message, place, onOpen }: AttachmentsProps): ReactNode {
  const { base } = usePage();
  const [shown, setShown] = useState<Attachment>();
  const files = message.attachments.filter((file) => !isShownElsewhere(message, file));
  if (files.length === 0) return null;
  const octets = files.reduce((sum, file) => sum + file.octets, 0);
  const zip = contractUrl(base, getAttachmentsZip, {
    params: { id: place.mailboxId, uid: place.uid },
    query: place.part === undefined ? {} : { part: place.part },
  });
  return (
    <div className={styles["attachments"]}>
      <ul className={styles["files"]} aria-label={filesWords.label(files.length)}>
        {files.map((file) => (
          <AttachmentCard key={file.part} file={file} place={place} onOpen={onOpen} onShow={setShown} />
        ))}
      </ul>
      {files.length > 1 && (
        <LinkButton href={zip} download wire={formatOctets(octets)} className={styles["all"]}>
          <FolderArchive size={16} aria-hidden="true" />
          {filesWords.saveAll}
        </LinkButton>
      )}
      {shown && (
        <PreviewDialog
          file={shown}
          place={place}
          onClose={() => {
            setShown(undefined);
          }}
        />
      )}
    </div>
  );
}

function isShownElsewhere({ hasHtml, calendar, report }: Message, file: Attachment): boolean {
  if (file.inline && hasHtml) return true;
  return file.part === calendar?.part || (report !== null && REPORT_TYPES.has(file.contentType));
}
