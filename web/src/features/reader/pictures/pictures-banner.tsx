import { useState, type ReactNode } from "react";
import { picturesWords } from "../../../lib/messages/reader/pictures-words.ts";
import { Banner } from "../../../ui/notices/banner.tsx";
import { later } from "../../../ui/notices/later.tsx";
import { Button } from "../../../ui/controls/button.tsx";
import styles from "./pictures-banner.module.css";
import type { Consent } from "./use-consent.ts";

const SendersDialog = later(async () => (await import("./senders-dialog.tsx")).SendersDialog);

interface PicturesBannerProps {
  readonly consent: Consent;
  readonly count: number;
}

/** Remote pictures tell the sender that the mail was opened: only after consent. */
export function PicturesBanner({ consent, count }: PicturesBannerProps): ReactNode {
  const [isListOpen, setIsListOpen] = useState(false);
  const { isGiven, isLasting, sender, senders } = consent;
  if (count === 0) return null;
  return (
    <Banner
      action={
        <span className={styles["actions"]}>
          {senders.length > 0 && (
            <Button
              look="quiet"
              onClick={() => {
                setIsListOpen(true);
              }}
            >
              {picturesWords.senders}
            </Button>
          )}
          {!isLasting && sender !== undefined && (
            <Button look="quiet" aria-label={picturesWords.alwaysFor(sender)} onClick={consent.always}>
              {picturesWords.always}
            </Button>
          )}
          {!isGiven && <Button onClick={consent.once}>{picturesWords.once}</Button>}
        </span>
      }
    >
      {sentence(consent, count)}
      {isListOpen && (
        <SendersDialog
          senders={senders}
          onRemove={consent.withdraw}
          onClose={() => {
            setIsListOpen(false);
          }}
        />
      )}
    </Banner>
  );
}

function sentence({ isGiven, isLasting, sender = "" }: Consent, count: number): ReactNode {
  if (isLasting) return picturesWords.shownAlways(sender);
  if (isGiven) return picturesWords.shown;
  return (
    <>
      {picturesWords.kept(count)}
      <span className={styles["why"]}>{picturesWords.keptWhy}</span>
    </>
  );
}
