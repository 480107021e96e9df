import { existsSync, readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { Preset, ServerAddress } from "@popgate/shared/api/mailbox";
import * as z from "zod/mini";

/** SHA-256 in hex, as `openssl x509 -noout -fingerprint -sha256` prints it or without its colons. */
const Fingerprint = z
  .string()
  .check(
    z.regex(
      /^(?:[0-9a-f]{64}|[0-9a-f]{2}(?::[0-9a-f]{2}){31})$/i,
      "is no SHA-256 fingerprint: 64 hex digits, in pairs with colons or without; openssl x509 -noout -fingerprint -sha256 prints it",
    ),
  );

/** A preset as the operator writes it. */
const ConfiguredServer = z
  .strictObject({
    id: Preset.shape.id.check(z.regex(/^[\w.-]{1,64}$/)),
    name: Preset.shape.name.check(z.minLength(1)),
    server: ServerAddress,
    domains: z._default(Preset.shape.domains, []),
    /** A PEM file whose authority signs this server's certificate; no other is believed then. */
    caFile: z.optional(z.string()),
    /** The server's own certificate, whatever its name and dates; several while one replaces the other. */
    fingerprint: z.optional(z.union([Fingerprint, z.array(Fingerprint).check(z.minLength(1))])),
    /** PEM files of the certificate that this gateway shows to a server that asks for one. */
    clientCertFile: z.optional(z.string()),
    clientKeyFile: z.optional(z.string()),
    /** The server believes this gateway whose connection it passes on (Dovecot: `login_trusted_networks`). */
    trustsClientAddress: z.optional(z.boolean()),
    /** Lets people choose EXTERNAL: whoever reaches the gateway is then signed in by its certificate. */
    clientCertSignsIn: z._default(z.boolean(), false),
  })
  .check(
    z.refine(
      ({ server, caFile, fingerprint, clientCertFile }) =>
        server.security !== "none" || (caFile ?? fingerprint ?? clientCertFile) === undefined,
      "caFile, fingerprint and clientCertFile mean nothing with security none",
    ),
    z.refine(
      ({ clientCertFile, clientKeyFile }) => (clientCertFile === undefined) === (clientKeyFile === undefined),
      "clientCertFile and clientKeyFile belong together",
    ),
    z.refine(
      ({ clientCertFile, clientCertSignsIn }) => !clientCertSignsIn || clientCertFile !== undefined,
      "clientCertSignsIn needs a clientCertFile",
    ),
  );

export interface ConfiguredServer extends Preset {
  readonly trustsClientAddress?: boolean | undefined;
  readonly caPem?: string;
  /** SHA-256, 32 octets each. */
  readonly fingerprints?: readonly Buffer[];
  readonly client?: ClientCertificate;
}

interface ClientCertificate {
  readonly certPem: string;
  readonly keyPem: string;
  readonly signsIn: boolean;
}

const ConfiguredServers = z
  .array(ConfiguredServer)
  .check(
    z.refine((servers) => new Set(servers.map(({ id }) => id)).size === servers.length, "repeats an id"),
  );

/**
 * Reads `POPGATE_SERVERS`: JSON, or the path of a file that holds it.
 *
 * @throws Error whose message tells the operator what is wrong; nothing of a key is in it
 */
export function readServers(text: string): ConfiguredServer[] {
  const result = ConfiguredServers.safeParse(parseJson(text));
  if (!result.success) {
    const places = result.error.issues.flatMap(explained);
    throw new Error(places.join("; "));
  }
  return result.data.map(
    ({ caFile, fingerprint, clientCertFile, clientKeyFile, clientCertSignsIn, ...preset }) => ({
      ...preset,
      ...(caFile === undefined ? {} : { caPem: readPem("caFile", caFile, CERTIFICATE) }),
      ...(fingerprint === undefined ? {} : { fingerprints: [fingerprint].flat().map(octetsOf) }),
      ...(clientCertFile === undefined || clientKeyFile === undefined
        ? {}
        : { client: readClient(clientCertFile, clientKeyFile, clientCertSignsIn) }),
    }),
  );
}

/** Of a choice between two forms, what is wrong in each is the explanation. */
function explained(issue: z.core.$ZodIssue): string[] {
  const place = issue.path.map(String).join(".") || "the list";
  if (issue.code !== "invalid_union") return [`${place}: ${issue.message}`];
  const messages = issue.errors.flat().map(({ message }) => message);
  return [`${place}: ${messages.find((message) => message.startsWith("is no")) ?? issue.message}`];
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

function octetsOf(fingerprint: string): Buffer {
  return Buffer.from(fingerprint.replaceAll(":", ""), "hex");
}

const CERTIFICATE = { label: /-----BEGIN CERTIFICATE-----/, name: "certificate" } as const;
const PRIVATE_KEY = { label: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/, name: "private key" } as const;

function readClient(certFile: string, keyFile: string, signsIn: boolean): ClientCertificate {
  const certPem = readPem("clientCertFile", certFile, CERTIFICATE);
  const keyPem = readPem("clientKeyFile", keyFile, PRIVATE_KEY);
  if (keyPem.includes("ENCRYPTED")) {
    throw new Error(`clientKeyFile: ${keyFile} is locked with a passphrase; give one without`);
  }
  try {
    createSecureContext({ cert: certPem, key: keyPem });
  } catch (cause) {
    throw new Error(`clientKeyFile: ${keyFile} is not the key of the certificate in ${certFile}`, { cause });
  }
  return { certPem, keyPem, signsIn };
}

function readPem(option: string, file: string, kind: typeof CERTIFICATE | typeof PRIVATE_KEY): string {
  if (!existsSync(file)) throw new Error(`${option}: there is no ${file}`);
  let pem: string;
  try {
    pem = readFileSync(file, "utf8");
  } catch (cause) {
    throw new Error(`${option}: ${file} cannot be read`, { cause });
  }
  if (!kind.label.test(pem)) throw new Error(`${option}: ${file} holds no ${kind.name}`);
  return pem;
}
