import type { Contract, Parsed } from "@popgate/shared/api/contract";
import { ErrorReply } from "@popgate/shared/api/errors";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { serializerCompiler } from "fastify-type-provider-zod";
import type * as z from "zod/mini";
import { checkedJson } from "./contract-json.ts";
import { disconnectSignal } from "./disconnect-signal.ts";
import { fieldProblems, InvalidFieldsError } from "./invalid-fields.ts";

/** What a handler gets: the contract's parts, parsed. */
export interface RouteContext<C extends Contract> {
  readonly params: Parsed<C, "params">;
  readonly query: Parsed<C, "query">;
  readonly body: Parsed<C, "body">;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Aborted when the client goes away before it has the reply. */
  readonly signal: AbortSignal;
}

/** The contract's response; for a stream the reply that was sent; nothing for 204. */
export type RouteResult<C extends Contract> = C["status"] extends 204
  ? void
  : undefined extends Parsed<C, "response">
    ? FastifyReply
    : Parsed<C, "response">;

export interface RouteOptions {
  /** Octets; the default is for bodies that hold no lists. */
  readonly bodyLimit?: number;
  /** Refuses by throwing, before the body is read: a list of a million ids is not parsed for a stranger. */
  readonly guard?: (request: FastifyRequest) => void;
  /**
   * The reply may be a long list: in production it is sent without being parsed, which was measured to cost
   * two to six times as much as writing it (docs/decisions/0008-which-replies-are-parsed.md). Under test and in development it is parsed.
   */
  readonly isLong?: boolean;
}

/** Sign-in is the largest body without a list: 320 + 1,024 characters and a host. */
const DEFAULT_BODY_OCTETS = 16 * 1024;

declare module "fastify" {
  interface FastifyInstance {
    /** Whether every reply and event is parsed before it leaves; otherwise those that are not long. */
    checksContracts: boolean;
  }
}

/** To be called once, before the routes are made. */
export function addContracts(app: FastifyInstance, checksContracts: boolean): void {
  app.decorate("checksContracts", checksContracts);
  app.setValidatorCompiler<z.ZodMiniType>(({ schema, httpPart }) => (data) => {
    const result = schema.safeParse(data);
    if (result.success) return { value: result.data };
    const whole = httpPart === "body" ? "body" : "query";
    return { error: new InvalidFieldsError(fieldProblems(result.error.issues, data, whole)) };
  });
  app.setSerializerCompiler<z.ZodMiniType>(
    checksContracts
      ? ({ schema, method, url }) =>
          (value) =>
            checkedJson(schema, value, `the reply to ${method} ${url}`)
      : serializerCompiler,
  );
}

/**
 * Makes a route of a contract: parsed before the handler, and after it stripped to the schema, or refused
 * where contracts are checked.
 */
export function contractRoute<const C extends Contract>(
  app: FastifyInstance,
  contract: C,
  handler: (context: RouteContext<C>) => RouteResult<C> | Promise<RouteResult<C>>,
  options: RouteOptions = {},
): void {
  app.route({
    method: contract.method,
    url: contract.path,
    exposeHeadRoute: answersHead(contract),
    bodyLimit: options.bodyLimit ?? DEFAULT_BODY_OCTETS,
    schema: schemaOf(contract),
    onRequest: async (request) => options.guard?.(request),
    ...(options.isLong === true && !app.checksContracts ? { serializerCompiler: () => JSON.stringify } : {}),
    handler: async (request, reply) => {
      const result = await handler({
        // The validator has parsed these with the very schemas that `Parsed` reads.
        params: request.params as Parsed<C, "params">,
        query: request.query as Parsed<C, "query">,
        body: request.body as Parsed<C, "body">,
        request,
        reply,
        signal: disconnectSignal(reply),
      });
      // A stream's handler has sent it. Not asked of `reply.sent`: that is false where the client went away.
      if (isStream(contract)) return reply;
      return reply.code(contract.status).send(result);
    },
  });
}

function isStream({ status, response }: Contract): boolean {
  return status !== 204 && response === undefined;
}

/** RFC 9110 §9.3.2, where it costs the mail server nothing: what is known of one message may have to be fetched. */
function answersHead(contract: Contract): boolean {
  return contract.method === "GET" && !isStream(contract) && !contract.path.includes("/:uid");
}

function schemaOf(contract: Contract): object {
  return {
    summary: contract.summary,
    tags: [contract.path.split("/")[1]],
    ...(contract.params === undefined ? {} : { params: contract.params }),
    ...(contract.query === undefined ? {} : { querystring: contract.query }),
    ...(contract.body === undefined ? {} : { body: contract.body }),
    response: {
      ...(contract.response === undefined ? {} : { [contract.status]: contract.response }),
      "4xx": ErrorReply,
      "5xx": ErrorReply,
    },
  };
}
