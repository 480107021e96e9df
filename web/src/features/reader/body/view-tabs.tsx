import type { ReactNode } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import { Tabs } from "../../../ui/controls/tabs.tsx";

export type ViewName = keyof typeof messages.reader.views;

interface ViewTabsProps {
  readonly hasHtml: boolean;
  readonly panelId: string;
  readonly shown: ViewName;
  readonly onChange: (shown: ViewName) => void;
}

/** Without HTML the message is its text: one tab less. */
export function ViewTabs({ hasHtml, panelId, shown, onChange }: ViewTabsProps): ReactNode {
  const words = messages.reader;
  const names: ViewName[] = hasHtml
    ? ["message", "text", "headers", "source", "structure"]
    : ["message", "headers", "source", "structure"];
  return (
    <Tabs
      label={words.viewsLabel}
      panelId={panelId}
      tabs={names.map((value) => ({ value, label: words.views[value] }))}
      value={shown}
      onChange={onChange}
    />
  );
}
