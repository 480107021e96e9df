import { isLoopback } from "@popgate/server/pop3/opening/loopback";
import { describe, expect, test } from "vitest";

describe("isLoopback", () => {
  test.each(["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "0:0:0:0:0:0:0:1"])(
    "takes %s",
    (address) => {
      expect(isLoopback(address)).toBe(true);
    },
  );

  test.each([
    undefined,
    "",
    "localhost",
    "0.0.0.0",
    "::",
    "10.0.0.1",
    "128.0.0.1",
    "126.255.255.255",
    "::ffff:10.0.0.1",
    "::2",
    "127.0.0.1.example",
    "127.1",
  ])("refuses %s", (address) => {
    expect(isLoopback(address)).toBe(false);
  });
});
