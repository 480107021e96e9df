import { CORPUS } from "../../corpus/corpus.ts";
import {
  differing,
  ourView,
  unexplained,
  type Comparable,
  type Difference,
} from "../../server/messages/agreement/comparable.ts";
import { POSTAL_MIME_DIFFERENCES } from "../../server/messages/agreement/postal-mime-differences.ts";
import { postalMimeView } from "../../server/messages/agreement/postal-mime-view.ts";
import { PYTHON_DIFFERENCES } from "../../server/messages/agreement/python-differences.ts";
import { pythonViews } from "../../server/messages/agreement/python-email-views.ts";
import { findProgram } from "../../support/programs/require-program.ts";
import type { Section } from "../section.ts";

/** How far readers of other authors see in the corpus what we see, field by field. */
export async function measureAgreement(): Promise<Section> {
  const ours = await Promise.all(CORPUS.map(ourView));
  const rows = [
    rowOf("postal-mime", ours, await Promise.all(CORPUS.map(postalMimeView)), POSTAL_MIME_DIFFERENCES),
  ];
  const python = findProgram("python3");
  if (python !== undefined) {
    rows.push(rowOf("Python's email, policy default", ours, await pythonViews(python), PYTHON_DIFFERENCES));
  }
  return {
    title: "What other readers see",
    note:
      "The corpus was made up to be odd: each message is there because some reader gets it wrong. Subject, first sender, recipients, date, text and files of each are compared. " +
      "Every difference stands with its reason in a closed list beside the test (`test/server/messages/agreement`), which fails on one that is not there.",
    columns: ["Reader", "Messages", "Fields", "The same", "Different, with a reason", "Without one"],
    rows,
  };
}

function rowOf(
  reader: string,
  ours: readonly Comparable[],
  theirs: readonly Comparable[],
  differences: readonly Difference[],
): string[] {
  const fields = ours.flatMap((view) => Object.keys(view)).length;
  const found = CORPUS.flatMap(({ name }, at) => {
    const [one, other] = [ours[at], theirs[at]];
    if (one === undefined || other === undefined) throw new Error(`${reader} has not read ${name}`);
    return differing(name, one, other);
  });
  const { unlisted } = unexplained(found, differences);
  return [
    reader,
    String(CORPUS.length),
    String(fields),
    `${fields - found.length} (${((100 * (fields - found.length)) / fields).toFixed(1)} %)`,
    String(found.length - unlisted.length),
    String(unlisted.length),
  ];
}
