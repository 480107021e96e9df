import { chromium } from "@playwright/test";
import { existsSync } from "node:fs";
import { findProgram, isExecutable } from "../programs/require-program.ts";

const PROGRAMS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
];

/** Where installers put a browser without putting it on the search path. */
const INSTALLED = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** Said where browser tests are left out. */
export const NO_BROWSER =
  "no Chromium was found: install one (Debian: chromium), name it in CHROMIUM_PATH, " +
  "or run `npx playwright install chromium --only-shell` in test/";

/** The browser's executable: CHROMIUM_PATH, else one of the system, else Playwright's own, else `undefined`. */
export function findBrowser(): string | undefined {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") {
    // A wrong path must not fall back to another browser unnoticed.
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names no file: ${named}`);
    return named;
  }
  return findProgram(...PROGRAMS) ?? [...INSTALLED, chromium.executablePath()].find(isExecutable);
}

/**
 * What most tests use: Chromium's headless shell, where it is installed, takes a third less of the processor than
 * a whole browser. CHROMIUM_PATH overrides it, and without it the tests run in `findBrowser`'s.
 * Where mail attacks, or a bench measures, it is the whole browser: it is the one that people have.
 */
export function findHeadlessBrowser(): string | undefined {
  const isNamed = (process.env["CHROMIUM_PATH"] ?? "") !== "";
  return (isNamed ? undefined : findProgram("chromium-headless-shell")) ?? findBrowser();
}

/** Flags that keep the browser from traffic of its own; as root there is no sandbox to have. */
export function browserFlags(): string[] {
  const isRoot = process.getuid?.() === 0;
  return [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    ...(isRoot ? ["--no-sandbox"] : []),
  ];
}

/** How Playwright starts the browser at this path, or its own if there is none. */
export function launchOptions(executablePath: string | undefined, ...flags: readonly string[]) {
  const args = [...browserFlags(), ...flags];
  return executablePath === undefined ? { args } : { args, executablePath };
}
