/**
 * - `limit`: the caller gave more than is kept
 * - `unavailable`: the store does not answer, or what it holds cannot be read
 * - `corrupt`: the file is no database any more
 */
export type StoreErrorCode = "limit" | "unavailable" | "corrupt";

export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
