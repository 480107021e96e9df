import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dialoguesPage } from "./dialogues-page.ts";

// `npm run dialogues`: lists every dialogue, its source and its risks in docs/dialogues.md.

writeFileSync(fileURLToPath(new URL("../../../../docs/dialogues.md", import.meta.url)), dialoguesPage());
