import type { Protection } from "@popgate/shared/api/recognized-parts";
import { LockKeyhole, Signature } from "lucide-react";
import type { ReactNode } from "react";
import { factsWords } from "../../../lib/messages/reader/facts-words.ts";
import { Tag } from "../../../ui/signs/tag.tsx";

/** Signed or sealed, by structure alone: quiet, since nothing of it is verified here. */
export function ProtectionBadges({ protection }: { readonly protection: readonly Protection[] }): ReactNode {
  const words = factsWords.protection;
  return protection.map(({ kind, standard }, index) => (
    <Tag key={index} tone="plain">
      {kind === "signed" ? (
        <Signature size={14} aria-hidden="true" />
      ) : (
        <LockKeyhole size={14} aria-hidden="true" />
      )}
      {words[kind](words.standards[standard])}
    </Tag>
  ));
}
