import { answered } from "./call.ts";
import { failureOf } from "./api-failure.ts";

/** Reads at most `maxOctets` of a document as text and lets the rest go. Throws `ApiFailure`, also where it breaks off. */
export async function readText(
  url: string,
  maxOctets: number,
  signal?: AbortSignal,
): Promise<{ text: string; isWhole: boolean }> {
  const response = await answered(fetch(url, { credentials: "same-origin", ...(signal ? { signal } : {}) }));
  if (!response.ok || !response.body) throw await failureOf(response);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let octets = 0;
  for (;;) {
    const { done, value } = await answered(reader.read());
    if (done) return { text: text + decoder.decode(), isWhole: true };
    const room = maxOctets - octets;
    text += decoder.decode(value.subarray(0, room), { stream: true });
    octets += value.length;
    if (octets > maxOctets) {
      await reader.cancel();
      return { text, isWhole: false };
    }
  }
}
