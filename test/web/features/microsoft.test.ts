import { isMicrosoft } from "@popgate/web/features/sign-in/microsoft";
import { expect, test } from "vitest";

test("Microsoft is known by the address or by the host, and by nothing that only looks like it", () => {
  for (const user of ["kim@outlook.com", "kim@hotmail.co.uk ", "kim@live.de", "kim@MSN.com"]) {
    expect(isMicrosoft(user, undefined)).toBe(true);
  }
  expect(isMicrosoft("kim@school.example", "outlook.office365.com")).toBe(true);
  expect(isMicrosoft("kim@school.example", "pop-mail.outlook.com")).toBe(true);
  expect(isMicrosoft("kim@notoutlook.com", "pop.notoutlook.com")).toBe(false);
  expect(isMicrosoft("kim@outlook.com.example", undefined)).toBe(false);
});
