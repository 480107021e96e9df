import { loadConfig } from "@popgate/server/config";
import { presetsOf } from "@popgate/server/presets";
import { expect, test } from "vitest";

const server = { host: "pop.example.org", port: 995, security: "tls" as const };
const pem = { certPem: "certificate", keyPem: "key" };

test("pages are told where the gateway's certificate signs in, and nothing else of it", () => {
  const servers = [
    { id: "shown", name: "Shown", server, domains: [], client: { ...pem, signsIn: false } },
    { id: "signs-in", name: "Signs in", server, domains: [], client: { ...pem, signsIn: true } },
  ];
  expect(presetsOf({ ...loadConfig({}), servers }, undefined).servers.presets).toEqual([
    { id: "shown", name: "Shown", server, domains: [] },
    { id: "signs-in", name: "Signs in", server, domains: [], clientCertSignsIn: true },
  ]);
});
