export type MessageErrorCode =
  /** The message is larger than the operator allows. */
  | "too-large"
  /** The disk share of the cache is taken by downloads that are still running. */
  | "cache-full"
  /** The temporary file could not be written, opened or removed. */
  | "cache-disk"
  /** The temporary file is not what was written: changed, cut off or swapped. */
  | "damaged"
  /** The message left the cache between looking it up and reading it. */
  | "forgotten"
  /** As many messages wait to be read as may. */
  | "too-many-requests"
  /** The writer was aborted, or the cache closed, before the message was whole. */
  | "aborted";

/** What can go wrong with a message that we hold. `cause` is the error of the file system or cipher. */
export class MessageError extends Error {
  readonly code: MessageErrorCode;

  constructor(code: MessageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "MessageError";
    this.code = code;
  }
}
