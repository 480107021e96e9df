/**
 * - `limit`: the caller gave more than is kept
 * - `overtaken`: somebody else has claimed it since, and what is kept is newer
 * - `unavailable`: the store does not answer, or what it holds cannot be read
 * - `corrupt`: the file is no database any more
 */
export type StoreErrorCode = "limit" | "overtaken" | "unavailable" | "corrupt";

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
  return error instanceof StoreError && (error.code === "limit" || error.code === "overtaken");
}
