import { Pause, Play, X } from "lucide-react";
import { useEffect, useState, type CSSProperties, type ReactNode } from "react";
import { formatGap } from "../../lib/dates.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { watchTranscript } from "../../state/operations/watch-transcript.ts";
import type { Page } from "../../state/page.ts";
import type { TranscriptBuffer } from "../../state/mailbox/transcript-buffer.ts";
import { usePage } from "../../state/use-page.ts";
import { Button, IconButton } from "../../ui/controls/button.tsx";
import { ResizeHandle } from "../../ui/controls/resize-handle.tsx";
import { StateDiagram } from "./state-diagram.tsx";
import styles from "./transcript-drawer.module.css";
import { TranscriptLines } from "./transcript-lines.tsx";
import { lastCause, lastSentence, matching, sessionState } from "./wire-facts.ts";

interface TranscriptDrawerProps {
  readonly mailboxId: string;
  readonly transcript: TranscriptBuffer;
  readonly onClose: () => void;
}

const HEIGHTS = { min: 160, max: 640 } as const;
/** On a tall screen a third of it; never less than shows a few lines. */
const FIRST = { part: 0.34, min: 256, max: 420 } as const;

/** The live conversation with the server, and where in RFC 1939's states it is. */
export function TranscriptDrawer({ mailboxId, transcript, onClose }: TranscriptDrawerProps): ReactNode {
  const page = usePage();
  const words = messages.transcript;
  const [height, setHeight] = useState(firstHeight);
  const [filter, setFilter] = useState("");
  // A pause keeps what is on screen; the buffer goes on filling behind it.
  const [paused, setPaused] = useState<TranscriptBuffer>();
  useDrawer(page, mailboxId, height);

  const live = transcript.events;
  const shown = (paused ?? transcript).events;
  const waiting = paused ? live.filter((event) => event.seq > (shown.at(-1)?.seq ?? 0)).length : 0;
  const cause = lastCause(shown, words.causes);
  return (
    <section className={styles["drawer"]} aria-label={words.title} style={drawerHeight(height)}>
      <ResizeHandle label={words.resize} value={height} {...HEIGHTS} onChange={setHeight} />
      <header className={styles["head"]}>
        <h2>{words.title}</h2>
        {cause && (
          <span className={styles["cause"]}>
            {words.cause(cause.text, cause.commands, formatGap(cause.micros).slice(1))}
          </span>
        )}
        <span className={styles["tools"]}>
          <input
            className={styles["filter"]}
            type="text"
            inputMode="search"
            aria-label={words.filter}
            placeholder={words.filter}
            value={filter}
            onChange={(event) => {
              setFilter(event.target.value);
            }}
          />
          <Button
            look="quiet"
            aria-pressed={paused !== undefined}
            onClick={() => {
              setPaused(paused ? undefined : transcript);
            }}
          >
            {paused ? <Play size={15} /> : <Pause size={15} />}
            {paused ? words.resume(waiting) : words.pause}
          </Button>
          <IconButton label={words.close} onClick={onClose}>
            <X />
          </IconButton>
        </span>
      </header>
      <TranscriptLines
        events={matching(shown, filter)}
        isFiltered={filter.trim() !== ""}
        isCut={transcript.isCut}
      />
      <div className={styles["states"]}>
        <StateDiagram {...sessionState(live)} />
        <Sentence sentence={lastSentence(live)} />
      </div>
    </section>
  );
}

function firstHeight(): number {
  return Math.round(Math.max(FIRST.min, Math.min(FIRST.max, window.innerHeight * FIRST.part)));
}

/** While the drawer is open: the transcript comes, and news has its place above. */
function useDrawer(page: Page, mailboxId: string, height: number): void {
  useEffect(() => watchTranscript(page, mailboxId), [page, mailboxId]);
  useEffect(() => keepFree(height), [height]);
}

/** News at the screen's edge (ui/notices/toast-list.module.css) stays clear of the drawer. Returns the end of it. */
function keepFree(px: number): () => void {
  const { style } = document.documentElement;
  style.setProperty("--below-toasts", `${String(px)}px`);
  return () => {
    style.removeProperty("--below-toasts");
  };
}

// React's types know no custom properties; the phone's sheet ignores this one.
function drawerHeight(px: number): CSSProperties {
  return { "--height": `${String(px)}px` } as CSSProperties;
}

function Sentence({ sentence }: { readonly sentence: ReturnType<typeof lastSentence> }): ReactNode {
  if (!sentence) return <p className={styles["say"]}>{messages.transcript.quiet}</p>;
  return (
    <p className={styles["say"]}>
      <code>{sentence.verb}</code> {sentence.text}
    </p>
  );
}
