import { ServerEvent } from "@popgate/shared/api/events";

/** An event that this page does not know, from a newer gateway, is no reason to fail. */
export function readEvent(data: unknown): ServerEvent | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const result = ServerEvent.safeParse(JSON.parse(data));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
