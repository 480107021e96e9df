import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Holds the lock until its input ends. */
const SCRIPT = `
  const Database = require("libsql");
  const database = new Database(process.argv[1]);
  database.exec("BEGIN EXCLUSIVE");
  process.stdout.write("locked");
  process.stdin.resume().on("end", () => process.exit());
`;
/** Where the database's own package is found. */
const SERVER = fileURLToPath(new URL("../../../server", import.meta.url));

/** Locks a database from another process. @returns what lets it go */
export async function lockDatabase(file: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ["-e", SCRIPT, file], {
    cwd: SERVER,
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return async () => {
    const ended = once(child, "exit");
    child.stdin.end();
    await ended;
  };
}
