import { Layers, ListChecks, MessagesSquare } from "lucide-react";
import type { ReactNode } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import { setQuery } from "../../../state/operations/list-rows.ts";
import type { MailboxView } from "../../../state/page-state.ts";
import { usePage } from "../../../state/use-page.ts";
import { select } from "../../../state/bulk/select-messages.ts";
import { Button } from "../../../ui/controls/button.tsx";
import styles from "./list-head.module.css";
import { ListToggle } from "./list-toggle.tsx";
import { SortMenu } from "./sort-menu.tsx";

interface ListToolsProps {
  readonly view: MailboxView;
  readonly onWhole: (task: "export") => void;
}

/** How the rows stand, whether they are being chosen, and what is done to all of them. */
export function ListTools({ view, onWhole }: ListToolsProps): ReactNode {
  const page = usePage();
  const words = messages.list;
  const { mailbox, list } = view;
  return (
    <div className={styles["tools"]}>
      <ListToggle
        label={words.threads}
        isOn={list.query.threads}
        onChange={(threads) => {
          setQuery(page, mailbox.id, { threads });
        }}
      >
        <MessagesSquare />
      </ListToggle>
      <ListToggle
        label={words.choose}
        shortcut="x"
        isOn={view.selection.isChoosing}
        onChange={(isChoosing) => {
          select(page, mailbox.id, (selection) => ({ ...selection, isChoosing }));
        }}
      >
        <ListChecks />
      </ListToggle>
      <SortMenu
        query={list.query}
        onChange={(change) => {
          setQuery(page, mailbox.id, change);
        }}
      />
      <Button
        look="quiet"
        aria-label={messages.bulk.open}
        aria-haspopup="dialog"
        title={messages.bulk.hint}
        className={styles["whole"]}
        onClick={() => {
          onWhole("export");
        }}
      >
        <Layers aria-hidden="true" />
        <span className={styles["wholeName"]}>{messages.bulk.open}</span>
      </Button>
    </div>
  );
}
