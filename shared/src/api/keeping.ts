import * as z from "zod/mini";

/** What the gateway keeps beyond this process. */
export const Keeping = z.object({
  /** Read and starred marks outlive a restart. */
  readState: z.boolean(),
  /** Sign-ins and marks outlive a restart. */
  signIns: z.boolean(),
  /** There is a store, and it fails: the gateway goes on without it. */
  failed: z.boolean(),
});
export type Keeping = z.infer<typeof Keeping>;
