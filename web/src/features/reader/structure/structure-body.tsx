import type { Structure } from "@popgate/shared/api/structure";
import { useMemo, type ReactNode } from "react";
import { failureWords } from "../../../lib/messages/failure-words.ts";
import { structureWords as words } from "../../../lib/messages/reader/structure-words.ts";
import { asSentence } from "../../../lib/sentence.ts";
import { Banner } from "../../../ui/notices/banner.tsx";
import { FailureNote } from "../../../ui/notices/failure-note.tsx";
import type { MessagePlace } from "../message-place.ts";
import { PartRow } from "./part-row.tsx";
import { partTree, type PartNode } from "./part-tree.ts";
import styles from "./structure.module.css";
import { useStructure } from "./use-structure.ts";

interface StructureBodyProps {
  readonly place: MessagePlace;
  readonly onOpen: (part: string) => void;
}

/** The tree of a message's parts, each with where it stands and what it says of itself. */
export function StructureBody({ place, onOpen }: StructureBodyProps): ReactNode {
  const read = useStructure(place);
  switch (read.status) {
    case "loading":
      return (
        <p className={styles["note"]} role="status">
          {words.loading}
        </p>
      );
    case "failed":
      return <FailureNote {...failureWords(read.failure)} />;
    case "ready":
      return <Tree structure={read.structure} place={place} onOpen={onOpen} />;
  }
}

interface TreeProps extends StructureBodyProps {
  readonly structure: Structure;
}

function Tree({ structure, place, onOpen }: TreeProps): ReactNode {
  const { parts, isCut, notices } = structure;
  const nodes = useMemo(() => partTree(parts), [parts]);
  return (
    <div className={styles["structure"]}>
      {notices.length > 0 && (
        <Banner tone="warn">{notices.map((notice) => asSentence(notice)).join(" ")}</Banner>
      )}
      {parts.length === 0 ? (
        <p className={styles["note"]}>{words.none}</p>
      ) : (
        <>
          <p className={styles["note"]}>{words.lead}</p>
          <Parts nodes={nodes} place={place} onOpen={onOpen} label={words.label} />
        </>
      )}
      {isCut && parts.length > 0 && <Banner tone="warn">{words.cut}</Banner>}
    </div>
  );
}

interface PartsProps extends StructureBodyProps {
  readonly nodes: readonly PartNode[];
  readonly label?: string;
}

/** Nested lists, whose levels a screen reader announces. */
function Parts({ nodes, place, onOpen, label }: PartsProps): ReactNode {
  return (
    <ul className={styles["parts"]} aria-label={label}>
      {nodes.map(({ part, parts }) => (
        <li key={part.header}>
          <PartRow part={part} place={place} onOpen={onOpen} />
          {parts.length > 0 && <Parts nodes={parts} place={place} onOpen={onOpen} />}
        </li>
      ))}
    </ul>
  );
}
