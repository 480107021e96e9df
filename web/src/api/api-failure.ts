import { ErrorReply, type ConnectionStage, type ErrorCode } from "@popgate/shared/api/errors";

/** What went wrong with a call, as plain data that the state can hold. */
export interface Failure {
  /**
   * `offline`: no answer came. `unreadable`: an answer that this page does not understand. `page-fault`: the
   * page itself made a mistake.
   */
  readonly code: ErrorCode | "offline" | "unreadable" | "page-fault";
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly stage?: ConnectionStage | undefined;
  readonly responseCode?: string | undefined;
  /** The mail server's own words: to be shown, never matched. */
  readonly serverText?: string | undefined;
  readonly certificateNames?: readonly string[] | undefined;
}

/** Every failed call throws this, whatever the reason. */
export class ApiFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.name = "ApiFailure";
    this.failure = failure;
  }
}

/** Reads the error envelope; a proxy's HTML page becomes `unreadable` with its status. */
export async function failureOf(response: Response): Promise<ApiFailure> {
  const body: unknown = await response.json().catch(() => undefined);
  const reply = ErrorReply.safeParse(body);
  if (reply.success) return new ApiFailure(reply.data.error);
  const message = `HTTP ${String(response.status)}`;
  return new ApiFailure({ code: "unreadable", message, retryable: response.status >= 500 });
}

/**
 * Turns whatever was thrown into a failure that can be shown. What is no failed call is a mistake of this
 * page: it is thrown once more, where nobody catches it, so that the console tells it.
 */
export function asFailure(error: unknown): Failure {
  if (error instanceof ApiFailure) return error.failure;
  if (error instanceof DOMException && error.name === "AbortError") {
    return { code: "cancelled", message: error.message, retryable: true };
  }
  queueMicrotask(() => {
    throw error;
  });
  return { code: "page-fault", message: String(error), retryable: false };
}
