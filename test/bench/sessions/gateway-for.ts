import { startGateway, type Gateway } from "../../support/gateway/built-gateway.ts";

export const PRESET = "bench";

/** The built gateway as a stranger starts it, with one server as its preset. */
export function startGatewayFor(
  pop3Port: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<Gateway> {
  const server = { host: "127.0.0.1", port: pop3Port, security: "none" };
  return startGateway({
    NODE_ENV: "production",
    TRUST_PROXY: "127.0.0.1",
    POPGATE_SERVERS: JSON.stringify([{ id: PRESET, name: "Bench", server }]),
    ...environment,
  });
}
