import { makeLeaveLinks, MAX_LEAVE_LINKS } from "@popgate/shared/api/leave";
import { useEffect, useState } from "react";
import { reportFailure } from "../../../state/operations/report-failure.ts";
import { usePage } from "../../../state/use-page.ts";
import { webTargets, type LinkedBlock } from "./linked-block.ts";

/** The leave page's address for each target that has one. */
export type LeaveLinks = ReadonlyMap<string, string>;

const NONE: LeaveLinks = new Map();

/** Asks the gateway for the links of a text: only it can make them. */
export function useLeaveLinks(blocks: readonly LinkedBlock[]): LeaveLinks {
  const page = usePage();
  const [links, setLinks] = useState(NONE);
  useEffect(() => {
    const targets = webTargets(blocks, MAX_LEAVE_LINKS);
    if (targets.length === 0) return;
    const controller = new AbortController();
    const { signal } = controller;
    page.call(makeLeaveLinks, { body: { targets } }, { signal }).then(
      (made) => {
        if (signal.aborted) return;
        const ways = targets.flatMap((target, at) => {
          const way = made.links[at];
          return typeof way === "string" ? [[target, way] as const] : [];
        });
        setLinks(new Map(ways));
      },
      (error: unknown) => {
        if (!signal.aborted) reportFailure(page, error);
      },
    );
    return () => {
      controller.abort();
    };
  }, [page, blocks]);
  return links;
}
