import { getDomain, parse } from "tldts";
import { hostWarning } from "./host-warning.ts";

/** What a person should know of a place before going there. */
export interface LinkTarget {
  readonly url: URL;
  /** Without the port, as the network knows it. */
  readonly host: string;
  /** The end of the host that somebody registered and answers for; all of it where there is none. */
  readonly domain: string;
  /** As the host looks in its own letters; null for one of plain ASCII. */
  readonly shownHost: string | null;
  readonly cautions: readonly LinkCaution[];
}

export type LinkCaution =
  /** Its words named another place. */
  | { readonly kind: "words"; readonly words: string }
  | { readonly kind: "looks-like"; readonly plain: string }
  | { readonly kind: "mixed-scripts" }
  /** A name stands before the host: "https://bank.example@elsewhere.example". */
  | { readonly kind: "user-info"; readonly userInfo: string }
  | { readonly kind: "address" }
  | { readonly kind: "port"; readonly port: string }
  | { readonly kind: "unencrypted" };

/** @param url http: or https: */
export function linkTarget(url: URL, words?: string): LinkTarget {
  const host = url.hostname;
  const warning = hostWarning(host);
  const userInfo = [url.username, url.password].filter((each) => each !== "").join(":");
  const isAddress = parse(host).isIp === true || host.startsWith("[");
  const cautions: LinkCaution[] = [
    ...(words === undefined ? [] : [{ kind: "words", words } as const]),
    ...(typeof warning?.looksLike === "string"
      ? [{ kind: "looks-like", plain: warning.looksLike } as const]
      : []),
    ...(warning?.mixesScripts === true ? [{ kind: "mixed-scripts" } as const] : []),
    ...(userInfo === "" ? [] : [{ kind: "user-info", userInfo } as const]),
    ...(isAddress ? [{ kind: "address" } as const] : []),
    ...(url.port === "" ? [] : [{ kind: "port", port: url.port } as const]),
    ...(url.protocol === "https:" ? [] : [{ kind: "unencrypted" } as const]),
  ];
  const domain = getDomain(host, { allowPrivateDomains: true }) ?? host;
  return { url, host, domain, shownHost: warning?.shown ?? null, cautions };
}
