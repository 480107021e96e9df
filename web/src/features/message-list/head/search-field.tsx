import { Search, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode, type Ref } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import { Kbd } from "../../../ui/signs/kbd.tsx";
import styles from "./search-field.module.css";

interface SearchFieldProps {
  readonly value: string;
  /** How many rows match, once known. */
  readonly found: string | undefined;
  readonly onChange: (value: string) => void;
  readonly ref: Ref<HTMLInputElement>;
}

/** A search for each word, not for each letter. */
const PAUSE_MS = 160;
/** As the gateway's RowQuery allows. */
const MAX_LENGTH = 200;

export function SearchField({ value, found, onChange, ref }: SearchFieldProps): ReactNode {
  const words = messages.list;
  const { text, change } = useSearchText(value, onChange);
  return (
    <div className={styles["search"]} role="search">
      <Search size={16} aria-hidden="true" />
      <input
        ref={ref}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label={words.searchLabel}
        placeholder={words.search}
        maxLength={MAX_LENGTH}
        dir="auto"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          change(event.target.value, PAUSE_MS);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (text === "") event.currentTarget.blur();
          else change("", 0);
        }}
      />
      <span className={styles["found"]} role="status">
        {found}
      </span>
      {text === "" ? (
        <Kbd>/</Kbd>
      ) : (
        <button
          type="button"
          aria-label={words.clearSearch}
          onClick={() => {
            change("", 0);
          }}
        >
          <X size={16} />
        </button>
      )}
    </div>
  );
}

/** What stands in the field, and the search that follows it after a pause. */
function useSearchText(
  value: string,
  onChange: (value: string) => void,
): { text: string; change: (next: string, waitMs: number) => void } {
  const [text, setText] = useState(value);
  const [told, setTold] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Another place emptied the search ("Show all"): the field follows.
  if (value !== told) {
    setTold(value);
    setText(value);
  }
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  const change = (next: string, waitMs: number): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      onChange(next);
    }, waitMs);
  };
  return { text, change };
}
