import type { Keeping } from "@popgate/shared/api/keeping";
import type { Servers } from "@popgate/shared/api/mailbox";
import type { MessageReader } from "../messages/thread/message-reader.ts";
import type { BrowserSessions } from "../security/browser-sessions.ts";
import type { CredentialVault } from "../security/credential-vault.ts";
import type { Egress } from "../security/egress/egress.ts";
import type { LoginThrottle } from "../security/login-throttle.ts";
import type { CookiePlace } from "../security/session-cookie.ts";
import type { SessionManager } from "../sessions/ownership/session-manager.ts";
import type { LeaveKeys } from "./leave/leave-keys.ts";

/** What the routes work with; made once, in `app.ts`. */
export interface Gateway {
  readonly servers: Servers;
  /** What is kept beyond this process, as it is now. */
  readonly keeping: () => Keeping;
  readonly sessions: SessionManager;
  readonly reader: MessageReader;
  readonly browserSessions: BrowserSessions;
  readonly vault: CredentialVault;
  readonly egress: Egress;
  readonly throttle: LoginThrottle;
  readonly cookie: CookiePlace;
  readonly leave: LeaveKeys;
}
