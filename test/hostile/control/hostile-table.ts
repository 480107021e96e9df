import { readFileSync, writeFileSync } from "node:fs";
import { CONTROLLED } from "../corpus.ts";
import { HOSTILE_PAGE, hostilePage } from "./hostile-page.ts";
import { runWall } from "./run-wall.ts";
import { CLEANING_ALONE, NO_WALL, SANDBOX_ALONE } from "./walls.ts";

// `npm run hostile`: shows every theme behind no wall and behind each wall alone, and writes docs/hostile-mail.md.

const free = await runWall(CONTROLLED, NO_WALL);
const [cleaned, sandboxed] = [
  await runWall(CONTROLLED, CLEANING_ALONE, free.byHand),
  await runWall(CONTROLLED, SANDBOX_ALONE, free.byHand),
];
writeFileSync(
  HOSTILE_PAGE,
  hostilePage(readFileSync(HOSTILE_PAGE, "utf8"), CONTROLLED, { free, cleaned, sandboxed }),
);
