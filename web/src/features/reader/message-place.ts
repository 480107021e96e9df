import { getMessageHtml, getMessagePart, getMessageRaw } from "@popgate/shared/api/message";
import { contractUrl } from "../../api/contract-url.ts";

/** A message of the maildrop, or the one within it that is the part of this name. */
export interface MessagePlace {
  readonly mailboxId: string;
  readonly uid: string;
  readonly part?: string | undefined;
}

interface HtmlChoice {
  readonly theme: "light" | "dark";
  readonly areImagesAllowed: boolean;
}

/** The HTML body as a document of its own. */
export function htmlUrl(base: string, place: MessagePlace, choice: HtmlChoice): string {
  const { theme, areImagesAllowed } = choice;
  return contractUrl(base, getMessageHtml, {
    params: { id: place.mailboxId, uid: place.uid },
    query: {
      theme,
      ...(areImagesAllowed ? { images: "allow" as const } : {}),
      ...(place.part === undefined ? {} : { part: place.part }),
    },
  });
}

/** The exact octets: shown as the source, or saved as .eml. */
export function sourceUrl(base: string, place: MessagePlace, purpose: "show" | "save"): string {
  if (place.part !== undefined) return partUrl(base, place, place.part);
  return contractUrl(base, getMessageRaw, {
    params: { id: place.mailboxId, uid: place.uid },
    query: purpose === "save" ? { download: "1" } : {},
  });
}

/** One attachment; `view` shows it in the page, where the gateway says that it may be shown. */
export function partUrl(base: string, place: MessagePlace, part: string, view?: "inline"): string {
  return contractUrl(base, getMessagePart, {
    params: { id: place.mailboxId, uid: place.uid, part },
    query: view === undefined ? {} : { view },
  });
}
