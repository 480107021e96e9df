/**
 * - `limit`: the caller gave more than is kept
 * - `overtaken`: somebody else has claimed it since, and what is kept is newer
 * - `gap`: what is kept is not what this change follows
 * - `unavailable`: the store does not answer, or what it holds cannot be read
 * - `corrupt`: the file is no database any more
 */
export type StoreErrorCode = "limit" | "overtaken" | "gap" | "unavailable" | "corrupt";

export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Whether the store is well, and only would not take this: asking again changes nothing. */
export function isRefusal(error: unknown): error is StoreError {
  return error instanceof StoreError && ["limit", "overtaken", "gap"].includes(error.code);
}
