import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Pop3Client } from "@popgate/server/pop3/client/client";
import { Pop3Error } from "@popgate/server/pop3/errors";
import type { ConnectionState } from "@popgate/server/sessions/state/connection-state";
import type { HeaderSweep } from "@popgate/server/sessions/list/header-sweep";
import { Supervisor, type SupervisedSession } from "@popgate/server/sessions/attendance/supervisor";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const lost = (): ConnectionState => ({ kind: "lost", error: new Pop3Error("network", "cut") });
/** The supervisor looks at its kind only. */
const live = (): ConnectionState => ({
  kind: "transaction",
  client: {} as Pop3Client,
  sweep: {} as HeaderSweep,
});

/** A session that does nothing of itself. */
class StillSession implements SupervisedSession {
  state: ConnectionState = { kind: "connecting" };
  loginDelayMs = 0;
  checkedAt = 0;
  isQuiet = true;
  readonly done: string[] = [];
  reconnect(): void {
    this.done.push("reconnect");
  }
  check(): void {
    this.done.push("check");
  }
}

function supervised(checkEveryMs = 0) {
  const session = new StillSession();
  const supervisor = new Supervisor(session, { checkEveryMs });
  const become = (state: ConnectionState) => {
    session.state = state;
    if (state.kind === "transaction") session.checkedAt = Date.now();
    supervisor.stateChanged();
  };
  return { session, supervisor, become };
}

const retryAfterMs = ({ retryAt }: Supervisor) => retryAt && retryAt - Date.now();

describe("the supervisor", () => {
  it("waits longer after each connection that does not hold, and begins anew after one that did", () => {
    const { supervisor, become } = supervised();
    supervisor.attended(true);
    const waits: (number | undefined)[] = [];
    for (let times = 0; times < 4; times += 1) {
      become(live());
      become(lost());
      waits.push(retryAfterMs(supervisor));
    }
    expect(waits).toEqual([1_000, 2_000, 5_000, 10_000]);
    become(live());
    vi.advanceTimersByTime(60_000);
    become(lost());
    expect(retryAfterMs(supervisor)).toBe(1_000);
  });

  it("counts down, tries when the time has come, and not before", () => {
    const { session, supervisor, become } = supervised();
    supervisor.attended(true);
    become(lost());
    vi.advanceTimersByTime(400);
    expect(retryAfterMs(supervisor)).toBe(600);
    expect(session.done).toEqual([]);
    vi.advanceTimersByTime(600);
    expect(session.done).toEqual(["reconnect"]);
  });

  it("lets who is doing something finish first", () => {
    const { session, supervisor, become } = supervised();
    supervisor.attended(true);
    session.isQuiet = false;
    become(lost());
    vi.advanceTimersByTime(30_000);
    expect(session.done).toEqual([]);
    session.isQuiet = true;
    vi.advanceTimersByTime(2_000);
    expect(session.done).toEqual(["reconnect"]);
  });

  it("waits on where LOGIN-DELAY was prolonged meanwhile", () => {
    const { session, supervisor, become } = supervised(1_000);
    supervisor.attended(true);
    session.loginDelayMs = 5_000;
    become(live());
    vi.advanceTimersByTime(5_000);
    expect(session.done).toEqual([]);
    session.loginDelayMs = 0;
    vi.advanceTimersByTime(5_000);
    expect(session.done).toEqual(["check"]);
  });

  it("looks for new mail less often where a server would not have us back so soon, and did not say how soon", () => {
    const { session, supervisor, become } = supervised(300_000);
    supervisor.attended(true);
    const pauses: number[] = [];
    for (let times = 0; times < 6; times += 1) {
      become(live());
      session.done.length = 0;
      const since = Date.now();
      while (session.done.length === 0) vi.advanceTimersToNextTimer();
      pauses.push((Date.now() - since) / 60_000);
      become({ kind: "connecting" });
      become({ kind: "lost", error: new Pop3Error("loginDelay", "too soon") });
      // Trying again is refused as well: that is the same refusal.
      become({ kind: "connecting" });
      become({ kind: "lost", error: new Pop3Error("loginDelay", "too soon") });
    }
    expect(pauses).toEqual([5, 10, 20, 40, 60, 60]);
  });

  it("does nothing unattended, and at once what is overdue when somebody comes", () => {
    const { session, supervisor, become } = supervised();
    become(lost());
    vi.advanceTimersByTime(3_600_000);
    expect(session.done).toEqual([]);
    expect(supervisor.retryAt).toBeUndefined();
    supervisor.attended(true);
    vi.advanceTimersByTime(0);
    expect(session.done).toEqual(["reconnect"]);
  });

  it("leaves alone what was handed over, and what it was told to stop", () => {
    const { session, supervisor, become } = supervised(1_000);
    supervisor.attended(true);
    become({ kind: "released", why: "handed-over" });
    vi.advanceTimersByTime(3_600_000);
    become(lost());
    supervisor.stop();
    vi.advanceTimersByTime(3_600_000);
    expect(session.done).toEqual([]);
  });
});
