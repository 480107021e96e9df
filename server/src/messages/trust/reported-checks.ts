import type { ReportedChecks } from "@popgate/shared/api/trust";
import { getDomain } from "tldts";
import { decodeField, type HeaderField } from "../header/header-fields.ts";

const MAX_RESULTS = 30;
const MAX_CHARACTERS = 200;
const NAME = "authentication-results";

/**
 * What the receiving server reports of its checks (RFC 8601). Anybody can write such a field into a
 * message, so one counts only where the receiving server must have put it: above all Received fields, or
 * below none but those of the organisation that it names.
 */
export function readReportedChecks(fields: readonly HeaderField[]): ReportedChecks | null {
  const own = ownFields(fields);
  const server = own[0]?.server;
  if (server === undefined) return null;
  const results = own.filter((each) => each.server === server).flatMap((each) => each.results);
  return results.length === 0 ? null : { server, results: results.slice(0, MAX_RESULTS) };
}

function ownFields(fields: readonly HeaderField[]): ReportedChecks[] {
  const found: ReportedChecks[] = [];
  const above: string[] = [];
  const isReceived = ({ name }: HeaderField) => name.toLowerCase() === "received";
  // Without a Received field nobody knows where the receiving server's fields end.
  if (!fields.some(isReceived)) return [];
  for (const field of fields) {
    if (isReceived(field)) {
      const by = /(?:^|[\s)])by\s+([\w.-]+)/i.exec(decodeField(field.raw))?.[1] ?? "";
      above.push(organisation(by) ?? "");
    } else if (field.name.toLowerCase() === NAME) {
      const checks = parseChecks(decodeField(field.raw));
      // A server within the organisation may name itself by an address alone, which says nothing.
      const others = above.filter((each) => each !== "");
      const isOwn =
        above.length === 0 ||
        (others.length > 0 && others.every((each) => each === organisation(checks.server)));
      if (!isOwn) return found;
      found.push(checks);
    }
  }
  return found;
}

function organisation(host: string): string | null {
  return getDomain(host, { allowPrivateDomains: true });
}

function parseChecks(value: string): ReportedChecks {
  const [first = "", ...rest] = withoutComments(value).split(";");
  // Some servers leave their name out and begin with a result.
  const isNamed = !/^\s*[\w-]+\s*=/.test(first);
  const server = isNamed ? (first.trim().split(/\s+/, 1)[0] ?? "") : "";
  const results = (isNamed ? rest : [first, ...rest]).flatMap((text) => {
    const [, method = "", result = "", about = ""] =
      /^\s*([\w-]{1,40})(?:\/\d+)?\s*=\s*([\w-]{1,40})\s*(.*)$/s.exec(text) ?? [];
    return method === ""
      ? []
      : [
          {
            method: method.toLowerCase(),
            result: result.toLowerCase(),
            about: about.trim().slice(0, MAX_CHARACTERS),
          },
        ];
  });
  return { server: server.slice(0, MAX_CHARACTERS), results };
}

function withoutComments(text: string): string {
  let depth = 0;
  let kept = "";
  for (const character of text) {
    if (character === "(") depth += 1;
    if (depth === 0) kept += character;
    if (character === ")" && depth > 0) depth -= 1;
  }
  return kept;
}
