import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";

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

/** @param path below the app's prefix */
export function openApiRoute(app: FastifyInstance, path: string): void {
  app.get(path, { schema: { hide: true } }, () => app.swagger());
}
