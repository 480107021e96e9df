import type { Contract, Parsed } from "@popgate/shared/api/contract";
import { ErrorReply } from "@popgate/shared/api/errors";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { disconnectSignal } from "./disconnect-signal.ts";

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
  /** The reply is built from rows of our own: checking each against its schema costs three times the list. */
  readonly isTrusted?: boolean;
}

/** Sign-in is the largest body without a list: 320 + 1,024 characters and a host. */
const DEFAULT_BODY_OCTETS = 16 * 1024;

/** To be called once, before the routes are made. */
export function addContracts(app: FastifyInstance): void {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
}

/** Makes a route of a contract: parsed before the handler, stripped to the schema after it. */
export function contractRoute<const C extends Contract>(
  app: FastifyInstance,
  contract: C,
  handler: (context: RouteContext<C>) => RouteResult<C> | Promise<RouteResult<C>>,
  options: RouteOptions = {},
): void {
  app.route({
    method: contract.method,
    url: contract.path,
    bodyLimit: options.bodyLimit ?? DEFAULT_BODY_OCTETS,
    schema: schemaOf(contract),
    onRequest: async (request) => options.guard?.(request),
    ...(options.isTrusted === true ? { serializerCompiler: () => JSON.stringify } : {}),
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
