import { useState, type ReactNode } from "react";
import { classes } from "../../../lib/classes.ts";
import { messages } from "../../../lib/messages/catalogue.ts";
import styles from "./html-body.module.css";

/**
 * The HTML body in a document of its own. No `allow-scripts`, no `allow-same-origin`: the page can
 * neither be reached from there nor measure it, so the frame fills the pane and scrolls by itself.
 */
export function HtmlBody({ url }: { readonly url: string }): ReactNode {
  const [loadedUrl, setLoadedUrl] = useState("");
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
