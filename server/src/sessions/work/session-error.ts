import type { ErrorCode } from "@popgate/shared/api/errors";

/** What a session refuses by itself, with the connection untouched. */
export class SessionError extends Error {
  override readonly name = "SessionError";
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, retryAfterMs?: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}
