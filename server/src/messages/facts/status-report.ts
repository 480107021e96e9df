import type { Report } from "@popgate/shared/api/recognized-parts";
import { decodeField, readHeaderFields, type HeaderField } from "../header/header-fields.ts";

type Recipient = Report["recipients"][number];

/** A report names those who did not get the message; a person reads some of them. */
const MAX_RECIPIENTS = 200;
const MAX_DIAGNOSTIC_CHARACTERS = 1000;

/** A `message/delivery-status` part (RFC 3464 §2): groups of fields, the first about the message itself. */
export function readDeliveryStatus(octets: Buffer): Recipient[] {
  const recipients: Recipient[] = [];
  for (const group of groups(octets)) {
    const fields = readHeaderFields(group);
    const address = typed(fields, "original-recipient") || typed(fields, "final-recipient");
    if (address === "" || recipients.length >= MAX_RECIPIENTS) continue;
    recipients.push({
      address,
      action: (field(fields, "action").split(/[\s;(]/, 1)[0] ?? "").toLowerCase(),
      status: /\d\.\d{1,3}\.\d{1,3}/.exec(field(fields, "status"))?.[0] ?? null,
      diagnostic: typed(fields, "diagnostic-code").slice(0, MAX_DIAGNOSTIC_CHARACTERS) || null,
    });
  }
  return recipients;
}

/** A `message/disposition-notification` part (RFC 8098 §3.1): what became of the message at one reader's. */
export function readDisposition(octets: Buffer): Recipient[] {
  const fields = readHeaderFields(octets);
  const address = typed(fields, "original-recipient") || typed(fields, "final-recipient");
  // "manual-action/MDN-sent-manually; displayed/error": what was done stands behind the semicolon.
  const action = /;\s*([\w-]+)/.exec(field(fields, "disposition"))?.[1]?.toLowerCase() ?? "";
  if (address === "" && action === "") return [];
  const diagnostic = [field(fields, "error"), field(fields, "failure")].filter(Boolean).join("; ");
  return [
    { address, action, status: null, diagnostic: diagnostic.slice(0, MAX_DIAGNOSTIC_CHARACTERS) || null },
  ];
}

function groups(octets: Buffer): Buffer[] {
  return octets
    .toString("latin1")
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .slice(0, MAX_RECIPIENTS + 1)
    .map((group) => Buffer.from(group, "latin1"));
}

function field(fields: readonly HeaderField[], name: string): string {
  return decodeField(fields.find((each) => each.name.toLowerCase() === name)?.raw ?? "");
}

/** "rfc822; user@host" and "smtp; 550 no": the word before the semicolon says how to read the rest. */
function typed(fields: readonly HeaderField[], name: string): string {
  return field(fields, name)
    .replace(/^[\w-]{1,40}\s*;\s*/, "")
    .replace(/^<(.*)>$/, "$1");
}
