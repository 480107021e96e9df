import { getMessageHtml } from "@popgate/shared/api/message";
import { useState, type ReactNode } from "react";
import { contractUrl } from "../../api/contract-url.ts";
import { classes } from "../../lib/classes.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { usePage } from "../../state/use-page.ts";
import styles from "./html-body.module.css";

interface HtmlBodyProps {
  readonly mailboxId: string;
  readonly uid: string;
  readonly theme: "light" | "dark";
  readonly areImagesAllowed: boolean;
}

/**
 * The HTML body in a document of its own. No `allow-scripts`, no `allow-same-origin`: the page can
 * neither be reached from there nor measure it, so the frame fills the pane and scrolls by itself.
 */
export function HtmlBody({ mailboxId, uid, theme, areImagesAllowed }: HtmlBodyProps): ReactNode {
  const page = usePage();
  const [loadedUrl, setLoadedUrl] = useState("");
  const url = contractUrl(page.base, getMessageHtml, {
    params: { id: mailboxId, uid },
    query: areImagesAllowed ? { theme, images: "allow" } : { theme },
  });
  return (
    <iframe
      key={url}
      title={messages.reader.frameTitle}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      src={url}
      className={classes(styles["frame"], loadedUrl === url && styles["ready"])}
      onLoad={() => {
        setLoadedUrl(url);
      }}
    />
  );
}
