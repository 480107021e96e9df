import type { CheckFinding, CheckName, CheckUpReport } from "@popgate/shared/api/check-up";
import type { Mechanism, Security } from "@popgate/shared/api/mailbox";
import { checkUpServer } from "@popgate/server/pop3/checkup/check-up";
import type { CheckUpOptions } from "@popgate/server/pop3/checkup/check-context";
import type { TlsTrust } from "@popgate/server/pop3/opening/pinned-certificate";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { PASSWORD, TEST_DEADLINES, USER } from "../../../support/gateway/demo-session.ts";

export interface CheckUpSetUp {
  readonly host?: string;
  readonly port: number;
  readonly security?: Security;
  readonly user?: string;
  readonly password?: string;
  readonly mechanism?: Mechanism;
  readonly trust?: TlsTrust;
  readonly idleMs?: number;
  readonly log?: TranscriptLog;
  readonly signal?: AbortSignal;
  readonly deadlines?: Partial<CheckUpOptions["deadlines"]>;
}

export function checkUp({ port, signal, ...more }: CheckUpSetUp): Promise<CheckUpReport> {
  const { host = "127.0.0.1", security = "none", trust, user = USER, password = PASSWORD } = more;
  return checkUpServer(
    {
      server: { host, port, security },
      dial: trust === undefined ? {} : { tlsFor: () => trust },
      deadlines: { ...TEST_DEADLINES, ...more.deadlines },
      log: more.log ?? new TranscriptLog(),
      credentials: { user, secret: () => password },
      mechanism: more.mechanism ?? "auto",
      idleMs: more.idleMs,
    },
    signal,
  );
}

/** One finding; a check that is missing is a failure of the test. */
export function finding({ findings }: CheckUpReport, check: CheckName): CheckFinding {
  const found = findings.find((each) => each.check === check);
  if (found === undefined) throw new Error(`the report has no ${check}`);
  return found;
}

/** Everything that is not good, by check. */
export function verdictsOf({ findings }: CheckUpReport): Record<string, string> {
  return Object.fromEntries(findings.map(({ check, verdict }) => [check, verdict]));
}
