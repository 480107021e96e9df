import * as z from "zod/mini";
import { contract } from "./contract.ts";
import { textList } from "./text-list.ts";

/** More links in one text are a list of links: what is beyond stays text. */
export const MAX_LEAVE_LINKS = 500;

const Target = z.url({ protocol: /^https?$/ }).check(z.maxLength(2_000));

/** Ways out of a text: for each target the address of a page of this gateway that shows it first. */
export const LeaveLinks = z.object({
  /** In the order of the targets, from the root; null for one that is too long. */
  links: z.array(z.nullable(z.string())),
});
export type LeaveLinks = z.infer<typeof LeaveLinks>;

export const makeLeaveLinks = contract({
  method: "POST",
  path: "/leave-links",
  status: 200,
  body: z.object({ targets: textList(Target, { max: MAX_LEAVE_LINKS }) }),
  response: LeaveLinks,
  summary: "Links of a text as links to the leave page of this browser",
});
