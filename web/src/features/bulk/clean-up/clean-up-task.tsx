import type { CleanupPreview } from "@popgate/shared/api/bulk";
import { useState, type ReactNode } from "react";
import { failureWords } from "../../../lib/messages/failure-words.ts";
import { messages } from "../../../lib/messages/catalogue.ts";
import { isFiltered } from "../../../state/mailbox/list-view.ts";
import { setQuery } from "../../../state/operations/list-rows.ts";
import type { MailboxView } from "../../../state/page-state.ts";
import { withUids, type Selection } from "../../../state/mailbox/selection.ts";
import { hasUid } from "../../../state/mailbox/uid-set.ts";
import { usePage } from "../../../state/use-page.ts";
import { select } from "../../../state/bulk/select-messages.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { FailureNote } from "../../../ui/notices/failure-note.tsx";
import { Warning } from "../../../ui/notices/warning.tsx";
import { cleanUpQuery, NO_CONDITIONS, wrongFields } from "./clean-up-conditions.ts";
import { CleanUpFields } from "./clean-up-fields.tsx";
import { CleanUpRows } from "./clean-up-rows.tsx";
import { useCleanUp, type CleanUp } from "./use-clean-up.ts";
import styles from "../bulk.module.css";

interface CleanUpTaskProps {
  readonly view: MailboxView;
  readonly onClose: () => void;
}

/** Finds what could leave, shows what that would free, and then marks it. It never deletes. */
export function CleanUpTask({ view, onClose }: CleanUpTaskProps): ReactNode {
  const words = messages.bulk.cleanUp;
  const { mailbox } = view;
  const [conditions, setConditions] = useState(NO_CONDITIONS);
  const { cleanUp, look, forget, mark } = useCleanUp(mailbox.id);
  const query = cleanUpQuery(conditions);
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (query) look(query);
      }}
    >
      <p className={styles["facts"]}>{words.lead}</p>
      <CleanUpFields
        conditions={conditions}
        onChange={(change) => {
          setConditions({ ...conditions, ...change });
          forget();
        }}
      />
      <div className={styles["acts"]}>
        <Button type="submit" look="primary" disabled={!query || cleanUp.status === "looking"}>
          {cleanUp.status === "looking" ? words.looking : words.look}
        </Button>
        {!query && wrongFields(conditions).size === 0 && (
          <span className={styles["hint"]}>{words.wrong.none}</span>
        )}
      </div>
      <Outcome view={view} cleanUp={cleanUp} onMark={mark} onClose={onClose} />
    </form>
  );
}

interface OutcomeProps {
  readonly view: MailboxView;
  readonly cleanUp: CleanUp;
  readonly onMark: (preview: CleanupPreview) => void;
  readonly onClose: () => void;
}

function Outcome({ view, cleanUp, onMark, onClose }: OutcomeProps): ReactNode {
  const words = messages.bulk.cleanUp;
  if (cleanUp.status === "failed") return <FailureNote {...failureWords(cleanUp.failure)} />;
  if (!("preview" in cleanUp)) return null;
  const { uids, first, octets, alreadyMarked, unknown, withoutDate, withoutSize } = cleanUp.preview;
  const { known } = view.marks;
  const held = cleanUp.status === "marked" ? uids.filter((uid) => hasUid(known.uids, uid)).length : 0;
  return (
    <div className={styles["job"]}>
      <div className={styles["facts"]} role="status">
        <p>
          <b>{uids.length === 0 ? words.none : words.result(uids.length, octets)}</b>
        </p>
        {alreadyMarked > 0 && <p>{words.already(alreadyMarked)}</p>}
        {unknown > 0 && <p>{words.unknown(unknown)}</p>}
        {withoutDate > 0 && <p>{words.withoutDate(withoutDate)}</p>}
        {withoutSize > 0 && <p>{words.withoutSize(withoutSize)}</p>}
        {cleanUp.status === "marked" && <p>{words.done(held)}</p>}
      </div>
      <CleanUpRows rows={first} total={uids.length} />
      {uids.length > 0 && cleanUp.status !== "marked" && (
        <OutcomeActs
          view={view}
          preview={cleanUp.preview}
          isMarking={cleanUp.status === "marking"}
          onMark={onMark}
          onClose={onClose}
        />
      )}
    </div>
  );
}

interface OutcomeActsProps extends Omit<OutcomeProps, "cleanUp"> {
  readonly preview: CleanupPreview;
  readonly isMarking: boolean;
}

function OutcomeActs({ view, preview, isMarking, onMark, onClose }: OutcomeActsProps): ReactNode {
  const page = usePage();
  const words = messages.bulk.cleanUp;
  const { uids, octets, unknown, generation } = preview;
  // A message that has come or gone since then was not in what was shown.
  if (generation !== view.mailbox.generation) return <Warning>{words.stale}</Warning>;
  return (
    <div className={styles["acts"]}>
      <Button
        disabled={isMarking}
        onClick={() => {
          onMark(preview);
        }}
      >
        {words.mark(uids.length)}
      </Button>
      <Button
        onClick={() => {
          const choose = (one: Selection) => ({ ...withUids(one, uids), octets, unknown });
          // Chosen is what can be seen: a search or a filter might hide some of it.
          if (isFiltered(view.list.query)) setQuery(page, view.mailbox.id, { q: "", filter: "all" });
          select(page, view.mailbox.id, choose, generation);
          onClose();
        }}
      >
        {words.select}
      </Button>
    </div>
  );
}
