import { DOCUMENT_CSP, FRAME_SANDBOX, htmlDocument } from "@popgate/server/messages/html/html-document";
import { readMessage } from "@popgate/server/messages/message-view";
import { stored } from "../../server/messages/stored.ts";
import type { HostileMail } from "../hostile-mail.ts";

/** What a browser gets for a mail. */
export interface Reply {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** The walls one by one, for the control run: none, and each without the other. */
export interface Wall {
  readonly name: "none" | "cleaning" | "sandbox";
  readonly sandbox: string | undefined;
  reply(mail: HostileMail): Promise<Reply>;
}

export const NO_WALL: Wall = {
  name: "none",
  sandbox: undefined,
  reply: async ({ naive }) => ({ headers: { "content-type": naive.contentType }, body: naive.body }),
};

/** The cleaned document without its headers, in a frame that allows everything. */
export const CLEANING_ALONE: Wall = {
  name: "cleaning",
  sandbox: undefined,
  async reply(mail) {
    const { html } = await readMessage(stored(mail.raw), { uid: mail.id });
    const rules = { allowImages: false, theme: "light", partUrl: () => undefined } as const;
    const document = htmlDocument(html ?? mail.naive.body.toString("utf8"), rules);
    return { headers: { "content-type": "text/html; charset=utf-8" }, body: Buffer.from(document.html) };
  },
};

/** The mail as the sender wrote it, behind the document's policy in the sandboxed frame. */
export const SANDBOX_ALONE: Wall = {
  name: "sandbox",
  sandbox: FRAME_SANDBOX,
  reply: async ({ naive }) => ({
    headers: {
      "content-type": naive.contentType,
      "content-security-policy": DOCUMENT_CSP,
      "x-dns-prefetch-control": "off",
      "referrer-policy": "no-referrer",
    },
    body: naive.body,
  }),
};
