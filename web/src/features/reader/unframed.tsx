import type { Message } from "@popgate/shared/api/message";
import type { ReactNode } from "react";
import { usePage } from "../../state/use-page.ts";
import { CalendarInvitation } from "./facts/calendar-invitation.tsx";
import { ReportCard } from "./facts/report-card.tsx";
import { Attachments } from "./files/attachments.tsx";
import { HeaderTable } from "./body/header-table.tsx";
import { partUrl, sourceUrl, type MessagePlace } from "./message-place.ts";
import { SourceBody } from "./body/source-body.tsx";
import { StructureBody } from "./structure/structure-body.tsx";
import { TextBody } from "./body/text-body.tsx";
import type { ViewName } from "./body/view-tabs.tsx";

interface UnframedProps {
  readonly message: Message;
  readonly place: MessagePlace;
  readonly shown: ViewName;
  readonly isGone: boolean;
  /** Shows the message within that is the part of this name. */
  readonly onOpen: (part: string) => void;
}

/** What the page itself draws of a view. The HTML body is not part of it: that has a frame. */
export function Unframed({ message, place, shown, isGone, onOpen }: UnframedProps): ReactNode {
  const { base } = usePage();
  switch (shown) {
    case "headers":
      return <HeaderTable headers={message.headers} />;
    case "source":
      return <SourceBody url={sourceUrl(base, place, "show")} />;
    case "structure":
      return <StructureBody place={place} onOpen={onOpen} />;
    case "message":
    case "text":
      return (
        <>
          {message.calendar && (
            <CalendarInvitation
              card={message.calendar}
              saveUrl={partUrl(base, place, message.calendar.part)}
            />
          )}
          {message.report && <ReportCard report={message.report} />}
          {!isGone && <Attachments message={message} place={place} onOpen={onOpen} />}
          {(shown === "text" || !message.hasHtml) && <TextBody message={message} />}
        </>
      );
  }
}
