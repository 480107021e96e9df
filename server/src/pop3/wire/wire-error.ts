export type WireErrorCode =
  /** A command that must not be written: CR, LF, NUL, a space where none may be, too long. */
  | "invalid-argument"
  | "command-too-long"
  /** A line that is longer than any server needs. */
  | "line-too-long"
  /** Neither +OK nor -ERR, or a listing that is none. */
  | "malformed"
  /** More lines than were announced. */
  | "too-many-lines";

/** What the wire codec refuses. Says what was wrong, never the octets themselves: they may be secret. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
