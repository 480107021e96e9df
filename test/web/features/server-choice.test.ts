import type { Servers } from "@popgate/shared/api/mailbox";
import { addressOf, suggestedServer } from "@popgate/web/features/sign-in/server/server-choice";
import { expect, test } from "vitest";

const tls = (host: string) => ({ host, port: 995, security: "tls" as const });
const servers: Servers = {
  presets: [
    { id: "demo", name: "Demo", server: tls("127.0.0.1"), domains: [] },
    {
      id: "choir",
      name: "Choir",
      server: tls("pop.choir.example"),
      domains: ["choir.example", "Choir.test"],
    },
  ],
  otherHosts: true,
  demo: { preset: "demo", user: "mrose", password: "tanstaaf" },
};

test("the address's domain chooses the preset, in any case", () => {
  for (const address of ["a@choir.example", " b@CHOIR.Example ", "c@choir.TEST"]) {
    expect(suggestedServer(servers, address)).toEqual({ kind: "preset", preset: "choir" });
  }
});

test("the demo's user chooses the demo", () => {
  expect(suggestedServer(servers, "mrose")).toEqual({ kind: "preset", preset: "demo" });
});

test("an unknown domain suggests the usual name where any host may be typed", () => {
  expect(suggestedServer(servers, "a@other.example")).toEqual({
    kind: "other",
    server: tls("pop.other.example"),
  });
});

test("where only presets are allowed an unknown domain suggests the first real one, never the demo", () => {
  const closed = { ...servers, otherHosts: false };
  expect(suggestedServer(closed, "a@other.example")).toEqual({ kind: "preset", preset: "choir" });
  expect(suggestedServer(closed, "a@evil.choir.example")).toEqual({ kind: "preset", preset: "choir" });
});

test("without presets and other hosts there is nothing to choose", () => {
  expect(suggestedServer({ presets: [], otherHosts: false }, "a@b.example")).toBeUndefined();
  expect(addressOf(servers, undefined)).toBeUndefined();
});
