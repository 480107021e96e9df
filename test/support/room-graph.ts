import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));

const SOURCE_ROOTS = ["shared/src", "server/src", "web/src"];
const IMPORT = /\b(?:from\s|import\s|import\()\s*"([^"]+)"/g;

/** Every source file of the product, as a path from the repository with forward slashes. */
export function sourceFiles(): string[] {
  return SOURCE_ROOTS.flatMap((root) =>
    readdirSync(join(REPOSITORY, root), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => relative(REPOSITORY, join(entry.parentPath, entry.name)).replaceAll(sep, "/")),
  );
}

/** Every folder that holds a source file, without the roots. */
export function sourceFolders(): string[] {
  return [...new Set(sourceFiles().map(dirname))].filter((folder) => !SOURCE_ROOTS.includes(folder));
}

/** A room is a folder with a README; one without belongs to the room around it. A file in a root is its own. */
export function roomOf(file: string): string {
  for (
    let folder = dirname(file);
    !SOURCE_ROOTS.includes(folder) && folder !== ".";
    folder = dirname(folder)
  ) {
    if (existsSync(join(REPOSITORY, folder, "README.md"))) return folder;
  }
  return file.startsWith("shared/") ? "shared" : file;
}

/** Which room imports which, read from the import statements. */
export function roomGraph(): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const file of sourceFiles()) {
    const targets = graph.get(roomOf(file)) ?? new Set<string>();
    graph.set(roomOf(file), targets);
    for (const [, specifier = ""] of readFileSync(join(REPOSITORY, file), "utf8").matchAll(IMPORT)) {
      const target = resolve(file, specifier);
      if (target !== undefined && roomOf(target) !== roomOf(file)) targets.add(roomOf(target));
    }
  }
  return graph;
}

/** The rooms of one cycle in walking order, or `undefined`. */
export function findCycle(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const done = new Set<string>();
  const walk = (room: string, path: string[]): string[] | undefined => {
    if (path.includes(room)) return [...path.slice(path.indexOf(room)), room];
    if (done.has(room)) return undefined;
    for (const next of graph.get(room) ?? []) {
      const cycle = walk(next, [...path, room]);
      if (cycle !== undefined) return cycle;
    }
    done.add(room);
    return undefined;
  };
  for (const room of graph.keys()) {
    const cycle = walk(room, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function resolve(file: string, specifier: string): string | undefined {
  if (specifier.startsWith("@popgate/")) {
    const [, name = "", ...rest] = specifier.split("/");
    return `${name}/src/${rest.join("/")}.ts`;
  }
  return specifier.startsWith(".") ? posix.join(dirname(file), specifier) : undefined;
}
