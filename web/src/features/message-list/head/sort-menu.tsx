import { ArrowDownUp } from "lucide-react";
import type { ReactNode } from "react";
import { keysOf } from "../../../lib/keys-of.ts";
import { messages } from "../../../lib/messages/catalogue.ts";
import type { ListQuery } from "../../../state/mailbox/list-view.ts";
import styles from "./sort-menu.module.css";

type Order = keyof typeof messages.list.sorts;

interface SortMenuProps {
  readonly query: ListQuery;
  readonly onChange: (change: Pick<ListQuery, "sort" | "order">) => void;
}

const ORDERS = keysOf(messages.list.sorts);

/** The platform's own menu under an icon: it knows keyboards, thumbs and screen readers. */
export function SortMenu({ query, onChange }: SortMenuProps): ReactNode {
  const words = messages.list;
  const choose = (value: string): void => {
    const order = ORDERS.find((one) => one === value);
    if (order) onChange(parts(order));
  };
  return (
    <span className={styles["menu"]} title={words.sortLabel}>
      <ArrowDownUp size={15} aria-hidden="true" />
      <select
        aria-label={words.sortLabel}
        value={`${query.sort}-${query.order}`}
        onChange={(event) => {
          choose(event.target.value);
        }}
      >
        {ORDERS.map((order) => (
          <option key={order} value={order}>
            {words.sorts[order]}
          </option>
        ))}
      </select>
    </span>
  );
}

function parts(order: Order): Pick<ListQuery, "sort" | "order"> {
  const [sort, direction] = order.split("-") as [ListQuery["sort"], ListQuery["order"]];
  return { sort, order: direction };
}
