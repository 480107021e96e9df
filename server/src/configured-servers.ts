import { existsSync, readFileSync } from "node:fs";
import { Preset, ServerAddress } from "@popgate/shared/api/mailbox";
import * as z from "zod/mini";

/** A preset as the operator writes it. */
const ConfiguredServer = z.strictObject({
  id: Preset.shape.id.check(z.regex(/^[\w.-]{1,64}$/)),
  name: Preset.shape.name.check(z.minLength(1)),
  server: ServerAddress,
  domains: z._default(Preset.shape.domains, []),
  /** A PEM file whose authority signs this server's certificate; no other is believed then. */
  caFile: z.optional(z.string()),
});

export interface ConfiguredServer extends Preset {
  readonly caPem?: string;
}

const ConfiguredServers = z
  .array(ConfiguredServer)
  .check(
    z.refine((servers) => new Set(servers.map(({ id }) => id)).size === servers.length, "repeats an id"),
  );

/**
 * Reads `POPGATE_SERVERS`: JSON, or the path of a file that holds it.
 *
 * @throws Error whose message tells the operator what is wrong
 */
export function readServers(text: string): ConfiguredServer[] {
  const result = ConfiguredServers.safeParse(parseJson(text));
  if (!result.success) {
    const places = result.error.issues.map(
      ({ path, message }) => `${path.map(String).join(".") || "the list"}: ${message}`,
    );
    throw new Error(places.join("; "));
  }
  return result.data.map(({ caFile, ...preset }) => ({
    ...preset,
    ...(caFile === undefined ? {} : { caPem: readPem(caFile) }),
  }));
}

function parseJson(text: string): unknown {
  const isPath = !text.trim().startsWith("[");
  if (isPath && !existsSync(text)) throw new Error("neither a JSON list nor a file");
  try {
    return JSON.parse(isPath ? readFileSync(text, "utf8") : text);
  } catch (cause) {
    throw new Error("not JSON", { cause });
  }
}

function readPem(file: string): string {
  if (!existsSync(file)) throw new Error(`caFile: there is no ${file}`);
  const pem = readFileSync(file, "utf8");
  if (!pem.includes("-----BEGIN CERTIFICATE-----")) throw new Error(`caFile: ${file} holds no certificate`);
  return pem;
}
