import type { StructurePart } from "@popgate/shared/api/structure";

export interface PartNode {
  readonly part: StructurePart;
  readonly parts: readonly PartNode[];
}

/** The parts as a tree: each belongs to the nearest multipart before it that is less deep. */
export function partTree(parts: readonly StructurePart[]): PartNode[] {
  const roots: PartNode[] = [];
  const lists = [roots];
  for (const part of parts) {
    const within: PartNode[] = [];
    // Where the list was cut a level may be missing: the part then stands as deep as it can.
    const depth = Math.min(part.depth, lists.length - 1);
    lists[depth]?.push({ part, parts: within });
    lists.length = depth + 1;
    lists.push(within);
  }
  return roots;
}
