import { Pop3Error } from "@popgate/server/pop3/errors";
import { HangUpMemory } from "@popgate/server/pop3/opening/hang-up-memory";
import { describe, expect, test } from "vitest";

const server = { host: "pop.example.test", port: 995, security: "tls" } as const;
const hangUpAt = (verb: "TOP" | "RETR" | "UIDL") => new Pop3Error("closed", "gone", { verb, isHangUp: true });
const never = { hasTaken: () => false };

describe("what a server hangs up on", () => {
  test("is not said to it again for an hour, on whatever case its name is written in", () => {
    let now = 0;
    const memory = new HangUpMemory(() => now);
    memory.connectionEnded(server, hangUpAt("TOP"), never);
    expect([...memory.spared({ ...server, host: "POP.example.test" })]).toEqual(["TOP"]);
    expect([...memory.spared({ ...server, port: 110 })]).toEqual([]);
    now = 3_600_000;
    expect([...memory.spared(server)]).toEqual([]);
  });

  test("is not a command that it has taken before, nor one that a session needs", () => {
    const memory = new HangUpMemory();
    memory.connectionEnded(server, hangUpAt("TOP"), { hasTaken: () => true });
    memory.connectionEnded(server, hangUpAt("RETR"), never);
    expect([...memory.spared(server)]).toEqual([]);
  });

  test("is put down to the line where the server took it on an earlier connection, but not twice in a row", () => {
    const memory = new HangUpMemory();
    const left = new Pop3Error("closed", "released");
    const taken = { hasTaken: (verb: string) => verb === "UIDL" };
    memory.connectionEnded(server, left, taken);
    memory.connectionEnded(server, hangUpAt("UIDL"), never);
    expect([...memory.spared(server)]).toEqual([]);
    memory.connectionEnded(server, left, taken);
    expect(memory.learn(server, hangUpAt("UIDL"))).toBe(false);
    expect([...memory.spared(server)]).toEqual([]);
    memory.connectionEnded(server, hangUpAt("UIDL"), never);
    expect([...memory.spared(server)]).toEqual(["UIDL"]);
    memory.connectionEnded(server, left, never);
    expect([...memory.spared(server)]).toEqual(["UIDL"]);
  });

  test("is not what was asked when this end let go", () => {
    const memory = new HangUpMemory();
    memory.connectionEnded(server, new Pop3Error("closed", "released", { verb: "TOP" }), never);
    expect([...memory.spared(server)]).toEqual([]);
  });

  test("is forgotten of the server that it was learnt of longest ago, where there are too many", () => {
    const memory = new HangUpMemory();
    for (let port = 1; port <= 1_001; port += 1) {
      memory.connectionEnded({ ...server, port }, hangUpAt("UIDL"), never);
    }
    expect([...memory.spared({ ...server, port: 1 })]).toEqual([]);
    expect([...memory.spared({ ...server, port: 2 })]).toEqual(["UIDL"]);
  });
});
