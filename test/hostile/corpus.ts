import { META_AND_BASE, FRAMES, MEDIA } from "./corpus/documents.ts";
import { DENIALS } from "./corpus/denial.ts";
import { ENCODINGS } from "./corpus/encodings.ts";
import { FOREIGN_CONTENT } from "./corpus/foreign-content.ts";
import { FORMS } from "./corpus/forms.ts";
import { HEADERS } from "./corpus/headers.ts";
import { LINKS, OPENINGS, TOP_LINKS } from "./corpus/links.ts";
import { CLOBBERING, MUTATIONS } from "./corpus/mutation.ts";
import { FILE_NAMES } from "./corpus/names.ts";
import { IMAGES, LINK_RELATIONS } from "./corpus/requests.ts";
import { SCRIPT_ELEMENTS } from "./corpus/script-elements.ts";
import { SCRIPT_HANDLERS } from "./corpus/script-handlers.ts";
import { SCRIPT_URLS } from "./corpus/script-urls.ts";
import { SPOOFS } from "./corpus/spoof.ts";
import { STRUCTURES } from "./corpus/structures.ts";
import { STYLE_ATTRIBUTES, STYLE_SHEETS } from "./corpus/styles.ts";
import { TEXTS } from "./corpus/texts.ts";
import type { Theme } from "./hostile-mail.ts";

export const THEMES: readonly Theme[] = [
  SCRIPT_ELEMENTS,
  SCRIPT_HANDLERS,
  SCRIPT_URLS,
  FOREIGN_CONTENT,
  MUTATIONS,
  CLOBBERING,
  STYLE_ATTRIBUTES,
  STYLE_SHEETS,
  IMAGES,
  LINK_RELATIONS,
  META_AND_BASE,
  FRAMES,
  MEDIA,
  FORMS,
  LINKS,
  TOP_LINKS,
  OPENINGS,
  SPOOFS,
  ENCODINGS,
  STRUCTURES,
  FILE_NAMES,
  HEADERS,
  TEXTS,
  DENIALS,
];

/** Those that are shown without a wall too. What is too much needs no proof that it would run: its canary is one of the others. */
export const CONTROLLED: readonly Theme[] = THEMES.filter((theme) => theme !== DENIALS);
