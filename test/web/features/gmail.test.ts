import { isGmail, withRecentMode } from "@popgate/web/features/sign-in/gmail";
import { expect, test } from "vitest";

test("Gmail is known by the address or by the host, and by nothing that only looks like it", () => {
  expect(isGmail("kim@gmail.com", undefined)).toBe(true);
  expect(isGmail("recent:kim@googlemail.com ", "pop.example.org")).toBe(true);
  expect(isGmail("kim@school.example", "pop.gmail.com")).toBe(true);
  expect(isGmail("kim@notgmail.com", "pop.notgmail.com")).toBe(false);
  expect(isGmail("kim@gmail.com.example", undefined)).toBe(false);
});

test("recent: stands before the address once", () => {
  expect(withRecentMode(" kim@gmail.com")).toBe("recent:kim@gmail.com");
  expect(withRecentMode("Recent:kim@gmail.com")).toBe("Recent:kim@gmail.com");
});
