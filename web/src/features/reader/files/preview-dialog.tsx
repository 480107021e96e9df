import type { Attachment } from "@popgate/shared/api/message";
import { useState, type ReactNode } from "react";
import { failureWords } from "../../../lib/messages/failure-words.ts";
import { filesWords } from "../../../lib/messages/reader/files-words.ts";
import { formatOctets } from "../../../lib/octets.ts";
import { usePage } from "../../../state/use-page.ts";
import { Banner } from "../../../ui/notices/banner.tsx";
import { Dialog } from "../../../ui/notices/dialog.tsx";
import { FailureNote } from "../../../ui/notices/failure-note.tsx";
import { LinkButton } from "../../../ui/controls/link-button.tsx";
import { partUrl, type MessagePlace } from "../message-place.ts";
import { MAX_TEXT_OCTETS, useText } from "../use-text.ts";
import styles from "./preview-dialog.module.css";
import { useKeptFocus } from "./use-kept-focus.ts";

interface PreviewDialogProps {
  readonly file: Attachment;
  readonly place: MessagePlace;
  readonly onClose: () => void;
}

/** A look at a file, as the gateway allows it: its first octets are what it claims to be. */
export function PreviewDialog({ file, place, onClose }: PreviewDialogProps): ReactNode {
  const { base } = usePage();
  const name = file.filename || filesWords.nameless;
  const size = formatOctets(file.octets);
  const url = partUrl(base, place, file.part, "inline");
  return (
    <Dialog
      title={name}
      lead={`${file.contentType} · ${size}`}
      closeLabel={filesWords.close}
      isWide
      onClose={onClose}
      actions={
        <LinkButton
          href={partUrl(base, place, file.part)}
          download={file.filename || true}
          wire={size}
          aria-label={filesWords.saveFile(name, size)}
        >
          {filesWords.save}
        </LinkButton>
      }
    >
      {file.preview === "image" && <PicturePreview url={url} name={name} />}
      {file.preview === "text" && <TextPreview url={url} />}
      {file.preview === "pdf" && <DocumentPreview url={url} name={name} />}
    </Dialog>
  );
}

function PicturePreview({ url, name }: { readonly url: string; readonly name: string }): ReactNode {
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) return <p role="alert">{filesWords.pictureFailed}</p>;
  return (
    <img
      className={styles["picture"]}
      src={url}
      alt={filesWords.picture(name)}
      onError={() => {
        setIsBroken(true);
      }}
    />
  );
}

/** No sandbox attribute: browsers show no PDF in such a frame. The reply's own policy has one. */
function DocumentPreview({ url, name }: { readonly url: string; readonly name: string }): ReactNode {
  const frame = useKeptFocus();
  return <iframe ref={frame} className={styles["document"]} src={url} title={filesWords.document(name)} />;
}

function TextPreview({ url }: { readonly url: string }): ReactNode {
  const read = useText(url);
  switch (read.status) {
    case "loading":
      return <p role="status">{filesWords.loading}</p>;
    case "failed":
      return <FailureNote {...failureWords(read.failure)} />;
    case "ready":
      return (
        <>
          {!read.isWhole && <Banner>{filesWords.cut(formatOctets(MAX_TEXT_OCTETS))}</Banner>}
          {read.text === "" ? (
            <p>{filesWords.empty}</p>
          ) : (
            <pre className={styles["text"]} dir="auto">
              {read.text}
            </pre>
          )}
        </>
      );
  }
}
