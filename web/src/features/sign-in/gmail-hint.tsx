import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Banner } from "../../ui/notices/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { isGmail, isRecentMode, withRecentMode } from "./gmail.ts";

interface GmailHintProps {
  readonly user: string;
  readonly host: string | undefined;
  readonly onUser: (user: string) => void;
}

/** What Gmail does differently, before a mailbox looks empty for no reason. */
export function GmailHint({ user, host, onUser }: GmailHintProps): ReactNode {
  const words = messages.signIn;
  if (!isGmail(user, host)) return null;
  const canPrefix = user.trim() !== "" && !isRecentMode(user);
  return (
    <Banner
      action={
        canPrefix && (
          <Button
            onClick={() => {
              onUser(withRecentMode(user));
            }}
          >
            {words.gmailPrefix}
          </Button>
        )
      }
    >
      {words.gmail}
    </Banner>
  );
}
