import { ErrorCode, type ApiError } from "@popgate/shared/api/errors";
import { Pop3Error } from "../pop3/errors.ts";
import { escapeControls } from "../pop3/transcript-log.ts";
import { FAILURES } from "./failure.ts";
import { InvalidFieldsError } from "./invalid-fields.ts";

export interface ErrorAnswer {
  readonly status: number;
  readonly error: ApiError;
}

/** What a held message can fail of, by its own codes; the rest of them is nobody's fault but ours. */
const CODE_OF_HELD_MESSAGE: Readonly<Record<string, ErrorCode>> = {
  "cache-full": "too-many-requests",
  forgotten: "cancelled",
  aborted: "cancelled",
};

/**
 * The one place that turns an error into a reply. Its own message never goes out: it was written for
 * the log, or by a library that quotes its input.
 *
 * @returns code `internal` for what nobody foresaw
 */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof Pop3Error) return pop3Answer(error);
  if (!(error instanceof Error)) return answer("internal");
  if (error instanceof InvalidFieldsError) {
    return answer("invalid", { message: `Correct this and send the request again: ${error.summary}.` });
  }
  if (!("code" in error)) return answer("internal");
  if (error.code === "EHOSTNOTALLOWED") return answer("host-not-allowed");
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return answer("too-large");
  const heldMessage = CODE_OF_HELD_MESSAGE[String(error.code)];
  if (heldMessage !== undefined) return answer(heldMessage);
  const code = ErrorCode.safeParse(error.code);
  if (code.success) return answer(code.data, retryAfterOf(error));
  return answer(isClientFault(error) ? "invalid" : "internal");
}

/** Of a host that may not be reached nothing comes back, not even how far the attempt came. */
function pop3Answer(error: Pop3Error): ErrorAnswer {
  const { code } = error;
  if (code === "host-not-allowed") return answer(code);
  return answer(code, {
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(error.stage === undefined ? {} : { stage: error.stage }),
    ...(error.responseCode === undefined ? {} : { responseCode: escapeControls(error.responseCode) }),
    ...(error.serverText === undefined ? {} : { serverText: escapeControls(error.serverText) }),
    ...certificateNames(error),
  });
}

function certificateNames({ certificate }: Pop3Error): Pick<ApiError, "certificateNames"> {
  const names = certificate?.names ?? [];
  return names.length === 0 ? {} : { certificateNames: names.map(escapeControls) };
}

function answer(code: ErrorCode, facts: Omit<Partial<ApiError>, "code"> = {}): ErrorAnswer {
  const { status, message, retryable } = FAILURES[code];
  return { status, error: { code, message, retryable, ...facts } };
}

function retryAfterOf(error: Error): { retryAfterMs?: number } {
  return "retryAfterMs" in error && typeof error.retryAfterMs === "number"
    ? { retryAfterMs: error.retryAfterMs }
    : {};
}

/** The framework's own refusals of malformed requests. */
function isClientFault(error: Error): boolean {
  return (
    "statusCode" in error &&
    typeof error.statusCode === "number" &&
    error.statusCode >= 400 &&
    error.statusCode < 500
  );
}
