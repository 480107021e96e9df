import type { Servers } from "@popgate/shared/api/mailbox";
import { offeredMechanisms, usableMechanism } from "@popgate/web/features/sign-in/server/offered-mechanisms";
import { signInFailureWords } from "@popgate/web/features/sign-in/sign-in-failure";
import { expect, test } from "vitest";

const server = { host: "pop.example.org", port: 995, security: "tls" as const };
const servers: Servers = {
  presets: [
    { id: "plain", name: "Plain", server: { ...server, port: 110, security: "none" }, domains: [] },
    { id: "usual", name: "Usual", server, domains: [] },
    { id: "own", name: "Own", server, domains: [], clientCertSignsIn: true },
  ],
  otherHosts: true,
};
const at = (preset: string) => offeredMechanisms(servers, { kind: "preset", preset });

test("EXTERNAL is offered only where the gateway's certificate signs in", () => {
  expect(at("own").withPassword).toContain("EXTERNAL");
  expect(at("usual").withPassword).not.toContain("EXTERNAL");
  expect(offeredMechanisms(servers, { kind: "other", server }).withPassword).not.toContain("EXTERNAL");
  expect(offeredMechanisms(servers, undefined).withPassword).not.toContain("EXTERNAL");
});

test("what is bound to TLS is offered only with TLS, and the automatic choice always comes first", () => {
  expect(at("usual").withPassword).toContain("SCRAM-SHA-256-PLUS");
  expect(at("plain").withPassword.filter((name) => name.endsWith("-PLUS"))).toEqual([]);
  expect(at("plain").withPassword[0]).toBe("auto");
});

test("ways that take an access token stand apart from those that take a password", () => {
  expect(at("usual").withToken).toEqual(["XOAUTH2", "OAUTHBEARER"]);
  expect(at("usual").withPassword).not.toContain("XOAUTH2");
});

test("a choice that the next server cannot meet becomes the automatic one", () => {
  expect(usableMechanism(at("own"), "EXTERNAL")).toBe("EXTERNAL");
  expect(usableMechanism(at("usual"), "EXTERNAL")).toBe("auto");
  expect(usableMechanism(at("usual"), "XOAUTH2")).toBe("XOAUTH2");
});

test("a refusal says what to do about the way that was chosen", () => {
  const refused = { code: "server-refused" } as const;
  expect(signInFailureWords(refused, "CRAM-MD5").next).toContain("Automatic");
  const notOffered = { code: "no-mechanism" } as const;
  expect(signInFailureWords(notOffered, "CRAM-MD5").next).toContain("Automatic");
  expect(signInFailureWords(notOffered, "auto").title).toContain("no way of signing in");
  const said = signInFailureWords({ ...refused, serverText: "unknown mechanism" }, "XOAUTH2");
  expect(said.next).toContain("Automatic");
  expect(said.foreign?.text).toBe("unknown mechanism");
  expect(signInFailureWords({ ...refused, serverText: "go away" }, "auto").title).toBe("The server refused.");
  const wrong = { code: "wrong-login", serverText: "no" } as const;
  expect(signInFailureWords(wrong, "OAUTHBEARER").title).toContain("access token");
  expect(signInFailureWords(wrong, "PLAIN").title).toContain("password");
});
