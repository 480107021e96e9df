import type { TranscriptEvent } from "@popgate/shared/pop3/transcript";
import type { ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import styles from "./state-diagram.module.css";

interface StateDiagramProps {
  readonly state: TranscriptEvent["state"];
  /** Whether the session ended without QUIT. */
  readonly isDropped: boolean;
}

const BOXES = [
  { state: "AUTHORIZATION", x: 2, y: 8, width: 118 },
  { state: "TRANSACTION", x: 146, y: 8, width: 104 },
  { state: "UPDATE", x: 276, y: 8, width: 72 },
  { state: "closed", x: 280, y: 76, width: 64 },
] as const;

/** RFC 1939's states with the present one lit. */
export function StateDiagram({ state, isDropped }: StateDiagramProps): ReactNode {
  const words = messages.transcript;
  return (
    <figure className={styles["figure"]}>
      <svg viewBox="0 0 350 112" role="img" aria-label={words.diagram(state)}>
        <g className={styles["edges"]}>
          <path d="M120 25h21m-5-4 5 4-5 4M250 25h21m-5-4 5 4-5 4M312 42v29m-4-5 4 5 4-5" />
          <text x="260" y="17">
            QUIT
          </text>
        </g>
        <g className={classes(styles["drop"], isDropped && styles["dropped"])}>
          <path d="M198 42v43q0 8 8 8h68m-5-4 5 4-5 4" />
          <text x="206" y="84">
            {words.dropped.split(":")[0]}
          </text>
        </g>
        {BOXES.map((box) => (
          <g key={box.state} className={classes(styles["box"], box.state === state && styles["on"])}>
            <rect x={box.x} y={box.y} width={box.width} height={34} rx={8} />
            <text x={box.x + box.width / 2} y={box.y + 21}>
              {box.state}
            </text>
          </g>
        ))}
      </svg>
      <figcaption className={styles["caption"]}>{isDropped ? words.dropped : words.states[state]}</figcaption>
    </figure>
  );
}
