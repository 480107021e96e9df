import { useId, type ReactNode } from "react";
import { keysOf } from "../../lib/keys-of.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { Dialog } from "../../ui/notices/dialog.tsx";
import { Tabs } from "../../ui/controls/tabs.tsx";
import { CleanUpTask } from "./clean-up/clean-up-task.tsx";
import { ExportTask } from "./export-task.tsx";
import { SearchTask } from "./search-task.tsx";
import styles from "./bulk.module.css";

type Task = keyof typeof messages.bulk.tasks;

interface BulkDialogProps {
  readonly view: MailboxView;
  readonly task: Task;
  readonly onTask: (task: Task) => void;
  readonly onOpen: (uid: string) => void;
  readonly onClose: () => void;
}

const TASKS = keysOf(messages.bulk.tasks);

/** What can be done to many messages at once. Nothing of it deletes; jobs go on when it is closed. */
export function BulkDialog(props: BulkDialogProps): ReactNode {
  const { view, task, onTask, onOpen, onClose } = props;
  const words = messages.bulk;
  const panelId = useId();
  return (
    <Dialog title={words.title} lead={words.lead} closeLabel={messages.app.close} onClose={onClose}>
      <Tabs
        label={words.tasksLabel}
        tabs={TASKS.map((value) => ({ value, label: words.tasks[value] }))}
        value={task}
        onChange={onTask}
        panelId={panelId}
      />
      <div id={panelId} role="tabpanel" aria-label={words.tasks[task]} className={styles["task"]}>
        {task === "search-bodies" && (
          <SearchTask
            view={view}
            onOpen={(uid) => {
              onClose();
              onOpen(uid);
            }}
          />
        )}
        {task === "export" && <ExportTask view={view} />}
        {task === "clean-up" && <CleanUpTask view={view} onClose={onClose} />}
      </div>
    </Dialog>
  );
}
