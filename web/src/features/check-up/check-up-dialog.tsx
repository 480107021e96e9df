import { useState, type ReactNode } from "react";
import type { CheckUpReport } from "@popgate/shared/api/check-up";
import { failureWords } from "../../lib/messages/failure-words.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { Button } from "../../ui/controls/button.tsx";
import { Choice } from "../../ui/controls/choice.tsx";
import { useCopy } from "../../ui/hooks/use-copy.ts";
import { Dialog } from "../../ui/notices/dialog.tsx";
import { FailureNote } from "../../ui/notices/failure-note.tsx";
import { ProgressBar } from "../../ui/signs/progress-bar.tsx";
import styles from "./check-up-dialog.module.css";
import { Findings } from "./findings.tsx";
import { reportText } from "./report-text.ts";
import type { CheckUp, CheckUpRun } from "./use-check-up.ts";

interface CheckUpDialogProps {
  /** Held outside: it goes on while this is closed. */
  readonly run: CheckUpRun;
  readonly onClose: () => void;
}

/** What the mail server does well and what it does not, as facts. */
export function CheckUpDialog({ run, onClose }: CheckUpDialogProps): ReactNode {
  const words = messages.checkUp;
  const { checkUp, start } = run;
  const [measuresIdle, setMeasuresIdle] = useState(false);
  const isRunning = checkUp.status === "running";
  return (
    <Dialog
      title={words.title}
      lead={words.lead}
      closeLabel={messages.app.close}
      onClose={onClose}
      actions={
        <>
          {checkUp.status === "done" && <CopyButton report={checkUp.report} />}
          <Button
            look={checkUp.status === "done" ? "plain" : "primary"}
            disabled={isRunning}
            onClick={() => {
              start(measuresIdle);
            }}
          >
            {isRunning ? words.running : checkUp.status === "ready" ? words.start : words.again}
          </Button>
        </>
      }
    >
      <CheckUpBody checkUp={checkUp} />
      {!isRunning && (
        <Choice
          type="checkbox"
          isChosen={measuresIdle}
          onChange={setMeasuresIdle}
          hint={words.idleHint}
          className={styles["idle"]}
        >
          {words.idle}
        </Choice>
      )}
    </Dialog>
  );
}

function CheckUpBody({ checkUp }: { readonly checkUp: CheckUp }): ReactNode {
  const words = messages.checkUp;
  switch (checkUp.status) {
    case "ready":
      return <p className={styles["calm"]}>{words.calm}</p>;
    case "running":
      return (
        <p className={styles["running"]} role="status">
          {checkUp.measuresIdle ? words.idleTakesTime : words.takesTime}
          <ProgressBar label={words.running} part={null} />
        </p>
      );
    case "failed":
      return <FailureNote {...failureWords(checkUp.failure)} />;
    case "done":
      return <Findings report={checkUp.report} />;
  }
}

function CopyButton({ report }: { readonly report: CheckUpReport }): ReactNode {
  const words = messages.checkUp;
  const { outcome, copy } = useCopy();
  return (
    <>
      <span role="status" className={styles["said"]}>
        {outcome && words[outcome]}
      </span>
      <Button
        look="primary"
        onClick={() => {
          copy(reportText(report));
        }}
      >
        {words.copy}
      </Button>
    </>
  );
}
