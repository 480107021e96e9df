import { useId, type ReactNode } from "react";
import { messages } from "../../../lib/messages/catalogue.ts";
import { Choice } from "../../../ui/controls/choice.tsx";
import { wrongFields, type Conditions } from "./clean-up-conditions.ts";
import wholeStyles from "../bulk.module.css";
import styles from "./clean-up-fields.module.css";

interface CleanUpFieldsProps {
  readonly conditions: Conditions;
  readonly onChange: (change: Partial<Conditions>) => void;
}

/** The conditions, each with the reason beside it where it cannot be read. */
export function CleanUpFields({ conditions, onChange }: CleanUpFieldsProps): ReactNode {
  const words = messages.bulk.cleanUp;
  const wrong = wrongFields(conditions);
  return (
    <>
      <div className={styles["pair"]}>
        <Figure
          label={words.olderThan}
          value={conditions.days}
          problem={wrong.has("days") ? words.wrong.days : undefined}
          onChange={(days) => {
            onChange({ days });
          }}
        />
        <Figure
          label={words.largerThan}
          value={conditions.megabytes}
          problem={wrong.has("megabytes") ? words.wrong.megabytes : undefined}
          onChange={(megabytes) => {
            onChange({ megabytes });
          }}
        />
      </div>
      <label className={wholeStyles["field"]}>
        {words.from}
        <input
          type="text"
          inputMode="email"
          dir="auto"
          maxLength={200}
          autoComplete="off"
          value={conditions.from}
          onChange={(event) => {
            onChange({ from: event.target.value });
          }}
        />
      </label>
      <Choice
        type="checkbox"
        isChosen={conditions.exported}
        onChange={(exported) => {
          onChange({ exported });
        }}
      >
        {words.exported}
      </Choice>
    </>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
}

function Figure({ label, value, problem, onChange }: FigureProps): ReactNode {
  const problemId = useId();
  return (
    <div className={styles["figure"]}>
      <label className={wholeStyles["field"]}>
        {label}
        <input
          type="text"
          inputMode="decimal"
          maxLength={20}
          autoComplete="off"
          value={value}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : problemId}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
      </label>
      {problem !== undefined && (
        <p id={problemId} role="alert" className={styles["problem"]}>
          {problem}
        </p>
      )}
    </div>
  );
}
