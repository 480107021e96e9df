import type { Address } from "@popgate/shared/api/address";
import type { Trust } from "@popgate/shared/api/trust";
import { decodeField, type HeaderField } from "../header/header-fields.ts";
import { parseAddressList } from "../header/address-list.ts";
import { hostWarning } from "./host-warning.ts";
import { isSameOrganisation, namedHost } from "../named-host.ts";
import { readHops } from "./received-hops.ts";
import { readReportedChecks } from "./reported-checks.ts";

const MAX_AUTHORS = 50;
const MAX_LINKS = 10;
const MAX_LINK_CHARACTERS = 2000;

/** What the header tells of who wrote a message and which way it came. */
export function readTrust(fields: readonly HeaderField[]): Omit<Trust, "misleadingLinks"> {
  const authors = addresses(fields, "from");
  const from = authors[0];
  const sender = addresses(fields, "sender")[0];
  return {
    replyToDiffers: from !== undefined && addresses(fields, "reply-to").some((other) => !isSame(other, from)),
    authors,
    sender: sender === undefined || from === undefined || isSame(sender, from) ? null : sender,
    nameClaims: from === undefined ? null : claimOf(from),
    senderHost: from === undefined ? null : hostWarning(hostOf(from)),
    reported: readReportedChecks(fields),
    hops: readHops(fields),
    unsubscribe: unsubscribeOf(fields),
  };
}

function first(fields: readonly HeaderField[], name: string): string | undefined {
  return fields.find((field) => field.name.toLowerCase() === name)?.raw;
}

function addresses(fields: readonly HeaderField[], name: string): Address[] {
  return parseAddressList(first(fields, name) ?? "", MAX_AUTHORS);
}

function isSame(one: Address, other: Address): boolean {
  return one.address.toLowerCase() === other.address.toLowerCase();
}

function hostOf({ address }: Address): string {
  return address.slice(address.lastIndexOf("@") + 1);
}

/** `"service@bank.example" <x@elsewhere.example>`: many pages show the name alone. */
function claimOf(from: Address): string | null {
  const claimed = namedHost(from.name);
  return claimed === undefined || isSameOrganisation(claimed, hostOf(from)) ? null : claimed;
}

/** RFC 2369 §3.2, RFC 8058. Addresses to be shown: whoever follows one tells the sender that he reads. */
function unsubscribeOf(fields: readonly HeaderField[]): Trust["unsubscribe"] {
  const value = decodeField(first(fields, "list-unsubscribe") ?? "");
  const links = [...value.matchAll(/<\s*((?:https|mailto):[^<>\s]+)\s*>/gi)]
    .map(([, link = ""]) => link)
    .filter((link) => link.length <= MAX_LINK_CHARACTERS && URL.canParse(link))
    .slice(0, MAX_LINKS);
  if (links.length === 0) return null;
  const post = decodeField(first(fields, "list-unsubscribe-post") ?? "");
  return {
    links,
    oneClick: /^List-Unsubscribe=One-Click$/i.test(post) && links.some((link) => /^https:/i.test(link)),
  };
}
