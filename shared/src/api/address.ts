import * as z from "zod/mini";

export const Address = z.object({ name: z.string(), address: z.string() });
export type Address = z.infer<typeof Address>;
