import * as z from "zod/mini";

interface Bounds {
  readonly min?: number;
  readonly max: number;
}

/**
 * A list of texts in a request, refused at its first wrong entry. zod's own list complains of each: a megabyte
 * of numbers would hold the gateway up for seconds with half a million complaints.
 *
 * @param entry what each must be
 */
export function textList(entry: z.ZodMiniType<string>, { min = 0, max }: Bounds): z.ZodMiniType<string[]> {
  const list = z.array(z.unknown()).check(
    z.minLength(min),
    z.maxLength(max, { abort: true }),
    z.check(({ value, issues }) => {
      for (const [index, text] of value.entries()) {
        const { error } = z.safeParse(entry, text);
        if (error === undefined) continue;
        // What one schema has reported another may pass on; the types of the two differ in what is optional.
        issues.push(...z.core.util.prefixIssues(index, error.issues as typeof issues));
        return;
      }
    }),
  );
  // What the check demands, for who reads the API's description.
  list.register(z.globalRegistry, { items: { type: "string" } });
  // Every entry has passed a schema of texts.
  return list as unknown as z.ZodMiniType<string[]>;
}
