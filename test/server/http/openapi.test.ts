import { afterAll, beforeAll, expect, test } from "vitest";
import * as bodySearchContracts from "@popgate/shared/api/body-search";
import * as checkUpContracts from "@popgate/shared/api/check-up";
import type { Contract } from "@popgate/shared/api/contract";
import * as eventPageContracts from "@popgate/shared/api/event-pages";
import * as exportContracts from "@popgate/shared/api/export";
import * as gatewayContracts from "@popgate/shared/api/gateway";
import * as leaveContracts from "@popgate/shared/api/leave";
import * as mailboxContracts from "@popgate/shared/api/mailbox";
import * as messageContracts from "@popgate/shared/api/message";
import * as structureContracts from "@popgate/shared/api/structure";
import * as transcriptContracts from "@popgate/shared/api/transcript";
import * as bulkContracts from "@popgate/shared/api/bulk";
import { startAppBench, type AppBench } from "../../support/gateway/app-bench.ts";

interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { summary: string; responses: Record<string, unknown> }>>;
}

let bench: AppBench;
let document: OpenApi;

beforeAll(async () => {
  bench = await startAppBench({ messages: 1, environment: { BASE_PATH: "/mail/" } });
  document = (await (await fetch(`${bench.base}api/openapi.json`)).json()) as OpenApi;
});

afterAll(() => bench.close());

/** Where not below `api/v1`. */
const PREFIXES: Readonly<Record<string, string>> = {
  "/livez": "/mail",
  "/readyz": "/mail",
  "/openapi.json": "/mail/api",
};

const contracts = [
  bodySearchContracts,
  checkUpContracts,
  eventPageContracts,
  exportContracts,
  gatewayContracts,
  leaveContracts,
  mailboxContracts,
  messageContracts,
  structureContracts,
  transcriptContracts,
  bulkContracts,
]
  .flatMap((module): unknown[] => Object.values(module))
  .filter(
    (value): value is Contract =>
      typeof value === "object" &&
      value !== null &&
      "method" in value &&
      "path" in value &&
      "status" in value,
  );

test("finds the contracts", () => expect(contracts.length).toBeGreaterThan(15));

test.each(contracts.map((contract) => [`${contract.method} ${contract.path}`, contract] as const))(
  "describes %s",
  (_, { method, path, summary, response, status }) => {
    const template = `${PREFIXES[path] ?? "/mail/api/v1"}${path}`.replace(/:(\w+)/g, "{$1}");
    const operation = document.paths[template]?.[method.toLowerCase()];
    expect(operation?.summary).toBe(summary);
    expect(Object.keys(operation?.responses ?? {})).toContain("4XX");
    if (response !== undefined) expect(operation?.responses).toHaveProperty(String(status));
  },
);

test("describes nothing but contracts", () => {
  const operations = Object.values(document.paths).flatMap((methods) => Object.keys(methods));
  expect(operations).toHaveLength(contracts.length);
  expect(document.openapi).toMatch(/^3\.1/);
});

test("tells that a long list of unique-ids is one of texts, and how long it may be", () => {
  const commit = document.paths["/mail/api/v1/mailboxes/{id}/commit"]?.["post"] as unknown;
  expect(commit).toHaveProperty(
    ["requestBody", "content", "application/json", "schema", "properties", "uids"],
    { type: "array", items: { type: "string" }, minItems: 0, maxItems: 1_000_000 },
  );
});
