import { BROKEN } from "./broken.ts";
import { CALENDARS } from "./calendars.ts";
import { CHARSETS, RAW_CHARSETS } from "./charsets.ts";
import { DATE_FIELDS } from "./dates.ts";
import type { CorpusEntry } from "./entry.ts";
import { HEADERS } from "./headers.ts";
import { REPORTS } from "./reports.ts";
import { SAMPLES } from "./structures.ts";
import { TEXT_FILES } from "./text-files.ts";

export const CORPUS: readonly CorpusEntry[] = [
  ...SAMPLES,
  ...CHARSETS,
  ...RAW_CHARSETS,
  ...HEADERS,
  ...DATE_FIELDS,
  ...TEXT_FILES,
  ...REPORTS,
  ...CALENDARS,
  ...BROKEN,
];
