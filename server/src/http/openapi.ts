import swagger from "@fastify/swagger";
import { getApiDescription } from "@popgate/shared/api/gateway";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { contractRoute } from "./contract-route.ts";

/** Describes every contract route that is registered after this. */
export async function addOpenApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Popgate",
        version,
        description: "One live POP3 session for each mailbox. Nothing is deleted before a commit.",
      },
    },
    transform: jsonSchemaTransform,
  });
}

export function openApiRoute(app: FastifyInstance): void {
  contractRoute(app, getApiDescription, () => ({ openapi: "3.1.0", ...app.swagger() }));
}
