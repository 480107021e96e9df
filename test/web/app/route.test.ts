import { mailboxPath, parseRoute } from "@popgate/web/app/route";
import { expect, test } from "vitest";

test("what a path is made of comes back from it, for every printable unique-id", () => {
  for (const uid of ["plain", "a/b", "100%", "%2F", "..", "#?&", "~!@$^*()[]{}|<>"]) {
    expect(parseRoute(mailboxPath("m 1", uid))).toEqual({ screen: "mailbox", mailboxId: "m 1", uid });
  }
  expect(parseRoute(mailboxPath("m1"))).toEqual({ screen: "mailbox", mailboxId: "m1", uid: undefined });
});

test("addresses that lead nowhere are unknown, not an error", () => {
  for (const path of ["/m", "/m/a/b/c", "/x", "/m/%E0%A4%A"]) {
    expect(parseRoute(path).screen).toBe("unknown");
  }
  expect(parseRoute("/").screen).toBe("start");
  expect(parseRoute("/sign-in").screen).toBe("sign-in");
});
