import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Banner } from "../../ui/notices/banner.tsx";
import { isMicrosoft } from "./microsoft.ts";

interface MicrosoftHintProps {
  readonly user: string;
  readonly host: string | undefined;
  /** An access token is what is asked for already. */
  readonly hasToken: boolean;
}

/** Before a right password is refused for no reason that the server tells. */
export function MicrosoftHint({ user, host, hasToken }: MicrosoftHintProps): ReactNode {
  return hasToken || !isMicrosoft(user, host) ? null : <Banner>{messages.signIn.microsoft}</Banner>;
}
