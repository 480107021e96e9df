import type { ReactNode } from "react";
import { Rail } from "../features/mailboxes/rail.tsx";
import { countElsewhere, signOut } from "../state/operations/pop3-session.ts";
import type { MailboxView } from "../state/page-state.ts";
import { usePage, usePageState } from "../state/use-page.ts";
import { SIGN_IN_PATH } from "./route.ts";
import type { Theme } from "../ui/hooks/use-theme.ts";
import type { Panels } from "./use-panels.ts";

interface AppRailProps {
  readonly view: MailboxView;
  readonly panels: Panels;
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
  readonly hrefOf: (mailboxId: string) => string;
}

/** The rail with what the page knows of all mailboxes. */
export function AppRail({ view, panels, theme, setTheme, hrefOf }: AppRailProps): ReactNode {
  const page = usePage();
  const order = usePageState((state) => state.order);
  const views = usePageState((state) => state.mailboxes);
  const mailboxes = order.flatMap((id) => {
    const one = views.get(id);
    return one ? [{ mailbox: one.mailbox, markCount: one.marks.count }] : [];
  });
  return (
    <Rail
      mailboxes={mailboxes}
      presentId={view.mailbox.id}
      hrefOf={hrefOf}
      addHref={`#${SIGN_IN_PATH}`}
      theme={theme}
      onTheme={setTheme}
      isTranscriptOpen={panels.isTranscriptOpen}
      onTranscript={panels.toggleTranscript}
      onCheckUp={() => {
        panels.ask("check-up");
      }}
      onHelp={() => {
        panels.ask("help");
      }}
      onSignOut={() => {
        void (async () => {
          const browsers = await countElsewhere(page, view.mailbox.id);
          // Marks would be dropped: that is worth a question. Nothing else is lost.
          if (view.marks.count > 0 || browsers > 0) panels.askSignOut(browsers);
          else await signOut(page, view.mailbox.id);
        })();
      }}
    />
  );
}
