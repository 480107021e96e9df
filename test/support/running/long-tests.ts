/**
 * What `npm test` leaves to `npm run test:all`, and why. Whatever no entry names runs with `npm test`,
 * a new file too. Nothing is loosened for it: the build machine runs both.
 */
export const LONG_TESTS: readonly { readonly path: string; readonly reason: string }[] = [
  { path: "test/model/histories-", reason: "tells some hundreds of random histories" },
  { path: "test/model/cut-at-", reason: "signs in anew for each octet at which a line can break" },
  { path: "test/model/killed-at-", reason: "starts a gateway anew behind each line of a commit" },
  {
    path: "test/interop/",
    reason: "starts programs that are not ours: six POP3 servers, mail clients, nginx",
  },
  { path: "test/server/restart-redis", reason: "waits for leases in a Redis to run out" },
  { path: "test/server/sessions/leases/cut-off", reason: "waits for leases in a Redis to run out" },
  { path: "test/server/store/failing-redis", reason: "starts, stops and freezes a Redis for each test" },
  { path: "test/browser/behind-proxies", reason: "starts nginx and Caddy, set up as docs/proxies.md says" },
  {
    path: "test/browser/commit-on-dovecot",
    reason: "does on Dovecot what commit.spec.ts does on the demo server",
  },
  {
    path: "test/browser/looks/",
    reason:
      "axe judges each piece of the page in two sizes and two colours; accessibility.spec.ts each screen",
  },
  { path: "test/browser/hostile-control", reason: "shows some 2,800 mails behind each wall alone" },
  { path: "test/browser/hostile-denial", reason: "opens every mail that is made to take long" },
  { path: "test/browser/hostile-images", reason: "opens the whole hostile corpus with pictures allowed" },
  { path: "test/browser/hostile-mail", reason: "opens the whole hostile corpus as a person does" },
  { path: "test/browser/hostile-paint", reason: "compares screenshots of every mail that covers the page" },
];

/** Shows a thousand frames at a time, which takes both cores: beside others neither it nor they end in time. */
export function runsAlone(file: string): boolean {
  return file === "test/browser/hostile-control.spec.ts";
}

/**
 * The files that a run is to run.
 *
 * @param files by their paths from the repository
 * @param words of the command line: `--all` or `--long`, and parts of file names, which choose among all files
 */
export function chooseFiles(files: readonly string[], words: readonly string[]): string[] {
  const filters = words.filter((word) => !word.startsWith("--"));
  if (filters.length > 0) return files.filter((file) => filters.some((filter) => file.includes(filter)));
  if (words.includes("--all")) return [...files];
  return files.filter((file) => isLong(file) === words.includes("--long"));
}

function isLong(file: string): boolean {
  return LONG_TESTS.some(({ path }) => file.startsWith(path));
}
