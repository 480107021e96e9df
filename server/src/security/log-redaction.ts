import type { FastifyReply, FastifyRequest } from "fastify";
import type { LoggerOptions } from "pino";

/** Whatever is called so is never written, wherever it hangs. */
const SECRET_NAMES = ["password", "secret", "cookie", "authorization", "set-cookie", "credential"];

/** How many causes of an error are told. */
const MAX_CAUSES = 4;

/**
 * The one place that decides what of a request, reply or error enters the log: no body, no header, no
 * query, no server text, and of the URL only its route.
 */
export function loggerOptions(level: string): LoggerOptions {
  return {
    level,
    // In the words of POPGATE_LOG: 30 tells nobody anything.
    formatters: { level: (label) => ({ level: label }) },
    // Nested at most two deep: nothing here logs deeper.
    redact: {
      paths: SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: "[redacted]",
    },
    serializers: {
      req: (request: FastifyRequest) => ({
        id: request.id,
        method: request.method,
        route: request.routeOptions?.url,
        address: request.ip,
      }),
      res: (reply: FastifyReply) => ({ status: reply.statusCode }),
      err: describeError,
    },
  };
}

/** Names, codes and places, never messages: a parser's quotes its input, a server's what it likes. */
function describeError(error: unknown): object {
  const causes: object[] = [];
  let next: unknown = error;
  while (next instanceof Error && causes.length < MAX_CAUSES) {
    causes.push({ name: next.name, ...codeOf(next), at: placesOf(next) });
    next = next.cause;
  }
  return { type: "Error", causes };
}

function codeOf(error: Error): object {
  return {
    ...("code" in error && typeof error.code === "string" ? { code: error.code } : {}),
    ...("kind" in error && typeof error.kind === "string" ? { kind: error.kind } : {}),
  };
}

/** The stack without its first lines, which repeat the message. */
function placesOf(error: Error): string[] {
  const lines = (error.stack ?? "").split("\n");
  return lines.filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
}
