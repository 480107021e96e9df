import { expect, test } from "vitest";
import { CORPUS } from "../../../corpus/corpus.ts";
import { requireProgram } from "../../../support/programs/require-program.ts";
import { differing, ourView, unexplained } from "./comparable.ts";
import { PYTHON_DIFFERENCES } from "./python-differences.ts";
import { pythonViews } from "./python-email-views.ts";

const python = requireProgram("python3");

test.skipIf(python === undefined)(
  "Python's email reads the corpus as we do, but for what is listed with its reason",
  async () => {
    const theirs = await pythonViews(python ?? "");
    const found: string[] = [];
    for (const [at, entry] of CORPUS.entries()) {
      found.push(...differing(entry.name, await ourView(entry), theirs[at] ?? expect.fail("no answer")));
    }
    // Another release of Python may agree with us in more.
    expect(unexplained(found, PYTHON_DIFFERENCES).unlisted).toEqual([]);
  },
);
