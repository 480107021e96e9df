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
  { state: "AUTHORIZATION", x: 1, y: 8, width: 114 },
  { state: "TRANSACTION", x: 139, y: 8, width: 102 },
  { state: "UPDATE", x: 279, y: 8, width: 70 },
  { state: "closed", x: 282, y: 76, width: 64 },
] as const;

/** RFC 1939's states with the present one lit. */
export function StateDiagram({ state, isDropped }: StateDiagramProps): ReactNode {
  const words = messages.transcript;
  return (
    <figure className={styles["figure"]}>
      <svg viewBox="0 0 350 112" role="img" aria-label={words.diagram(state)}>
        <g className={styles["edges"]}>
          <path d="M115 25h20m-5-4 5 4-5 4M241 25h34m-5-4 5 4-5 4M314 42v30m-4-5 4 5 4-5" />
          <text x="259" y="18">
            QUIT
          </text>
        </g>
        <g className={classes(styles["drop"], isDropped && styles["dropped"])}>
          <path d="M190 42v43q0 8 8 8h80m-5-4 5 4-5 4" />
          <text x="200" y="85">
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
