import { htmlDocument } from "@popgate/server/messages/html/html-document";
import { readMessage } from "@popgate/server/messages/message-view";
import { expect, test } from "vitest";
import { armed, canaryOf } from "../../hostile/canary.ts";
import { DENIALS } from "../../hostile/corpus/denial.ts";
import { stored } from "./stored.ts";

/** What the page's own style and the escaping of `<` can make of 1 MiB. */
const MAX_CHARACTERS = 5 * 1024 * 1024;

test.each(DENIALS.mails.map((mail) => [mail.naive.body.toString("utf8", 0, 40), mail] as const))(
  "too much of %s ends, within bounds, and calls nobody",
  async (_, { id, raw }) => {
    const { html } = await readMessage(stored(raw), { uid: id });
    const rules = { allowImages: false, theme: "light", partUrl: () => undefined } as const;
    const document = htmlDocument(html ?? "", rules).html;
    expect(document.length).toBeLessThan(MAX_CHARACTERS);
    expect(document).not.toContain(`src="${armed("HTTP", canaryOf(id))}`);
    expect(document).not.toMatch(/<[^>]*\bonerror=/);
  },
);
