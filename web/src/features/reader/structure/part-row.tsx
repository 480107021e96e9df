import type { StructurePart } from "@popgate/shared/api/structure";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { structureWords as words } from "../../../lib/messages/reader/structure-words.ts";
import { usePage } from "../../../state/use-page.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { LinkButton } from "../../../ui/controls/link-button.tsx";
import { partUrl, type MessagePlace } from "../message-place.ts";
import styles from "./structure.module.css";

interface PartRowProps {
  readonly part: StructurePart;
  readonly place: MessagePlace;
  readonly onOpen: (part: string) => void;
}

/** One part: its type and name, what its header says, the octets where it stands. */
export function PartRow({ part, place, onOpen }: PartRowProps): ReactNode {
  const { base } = usePage();
  const { contentType, filename, isMessage, part: name } = part;
  const called = filename ?? contentType;
  return (
    <div className={styles["part"]}>
      <div className={styles["words"]}>
        <p className={styles["title"]}>
          <b dir="ltr">{contentType}</b>
          {filename !== null && <bdi className={styles["name"]}>{filename}</bdi>}
        </p>
        <dl className={styles["facts"]}>
          <Fact name={words.boundary} value={part.boundary === null ? "" : `--${part.boundary}`} />
          <Fact name={words.charset} value={part.charset ?? ""} />
          <Fact name={words.encoding} value={part.encoding} />
          <Fact name={words.disposition} value={part.disposition ?? ""} />
          <Fact name={words.contentId} value={part.contentId === null ? "" : `<${part.contentId}>`} />
        </dl>
        <dl className={styles["facts"]}>
          <Fact name={words.header} value={words.range(part.header, part.body)} />
          <Fact name={words.body} value={words.range(part.body, part.end)} />
          <div>
            <dt>{words.size}</dt>
            <dd>{words.octets(part.end - part.body)}</dd>
            {part.content !== null && part.content !== part.end - part.body && (
              <dd>{words.content(part.content)}</dd>
            )}
          </div>
        </dl>
      </div>
      {name !== null && (
        <div className={styles["actions"]}>
          {isMessage && (
            <Button
              look="quiet"
              aria-label={words.openName(called)}
              onClick={() => {
                onOpen(name);
              }}
            >
              {words.open}
            </Button>
          )}
          <LinkButton
            href={partUrl(base, place, name)}
            download
            aria-label={words.saveName(called)}
            title={words.save}
          >
            <Download size={16} aria-hidden="true" />
          </LinkButton>
        </div>
      )}
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  if (value === "") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="ltr">{value}</dd>
    </div>
  );
}
