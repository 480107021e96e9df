import * as z from "zod/mini";
import { contract } from "./contract.ts";

/** What the gateway tells of itself to whoever runs it. */

export const Liveness = z.object({ status: z.literal("alive") });

export const Readiness = z.object({
  status: z.literal("ready"),
  /** Where sign-ins and read messages are kept. `failed`: memory stands in, and ends with the process. */
  store: z.object({ kind: z.enum(["memory", "sqlite", "redis"]), status: z.enum(["ok", "failed"]) }),
});
export type Readiness = z.infer<typeof Readiness>;

/** OpenAPI 3.1; what it holds is the business of that specification. */
export const ApiDescription = z.looseObject({ openapi: z.string() });

/** Below `{BASE_PATH}`. */
export const getLiveness = contract({
  method: "GET",
  path: "/livez",
  status: 200,
  response: Liveness,
  summary: "Whether the process answers",
});
/** Below `{BASE_PATH}`. */
export const getReadiness = contract({
  method: "GET",
  path: "/readyz",
  status: 200,
  response: Readiness,
  summary: "Whether new sessions are taken, and which store there is; an error while the gateway stops",
});
/** Below `{BASE_PATH}/api`. */
export const getApiDescription = contract({
  method: "GET",
  path: "/openapi.json",
  status: 200,
  response: ApiDescription,
  summary: "This description",
});
