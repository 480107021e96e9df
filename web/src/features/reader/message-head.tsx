import type { Address } from "@popgate/shared/api/address";
import type { Message } from "@popgate/shared/api/message";
import type { ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { formatFullDate } from "../../lib/dates.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { asSentence } from "../../lib/sentence.ts";
import { displayName, fullAddress, initials } from "../../lib/people.ts";
import { Tag } from "../../ui/signs/tag.tsx";
import { ProtectionBadges } from "./facts/protection-badges.tsx";
import styles from "./message-head.module.css";
import { TrustNotice } from "./trust/trust-notice.tsx";
import { WayPanel } from "./trust/way-panel.tsx";

/** Where the message stands on the server. */
export interface Standing {
  readonly isMarked: boolean;
  /** It has left the maildrop since it was opened. */
  readonly isGone: boolean;
}

interface MessageHeadProps {
  readonly message: Message;
  readonly standing: Standing;
  /** The mail scrolls in a frame beneath it and the head stays in sight, so it must be small. */
  readonly isFramed?: boolean;
}

/** Of more recipients than these the rest is shown under "Headers" only. */
const MAX_NAMES = 12;

/** Subject, who, when, and what to know before trusting it. The sender's address is always shown. */
export function MessageHead({ message, standing, isFramed = false }: MessageHeadProps): ReactNode {
  const words = messages.reader;
  const name = displayName(message.from) || messages.list.noSender;
  return (
    <header className={classes(styles["head"], isFramed && styles["small"])}>
      <h1 className={styles["subject"]} dir="auto">
        {message.subject || messages.list.noSubject}
      </h1>
      <div className={styles["who"]}>
        <span className={styles["badge"]} aria-hidden="true">
          {initials(name)}
        </span>
        <p className={styles["sender"]}>
          <b dir="auto">{name}</b>{" "}
          {message.from && message.from.address !== name && <SenderAddress address={message.from.address} />}
        </p>
        {/* Without a valid date a notice below says so. */}
        {message.date !== null && <p className={styles["date"]}>{formatFullDate(message.date)}</p>}
        <div className={styles["others"]}>
          <Names label={words.to} addresses={message.to} />
          <Names label={words.cc} addresses={message.cc} />
        </div>
      </div>
      <TrustNotice message={message} />
      <div className={styles["tags"]}>
        {standing.isMarked && <Tag tone="leave">{words.markedTag}</Tag>}
        {standing.isGone && <Tag tone="leave">{words.goneTag}</Tag>}
        <ProtectionBadges protection={message.protection} />
        <WayPanel trust={message.trust} />
      </div>
      {message.notices.length > 0 && (
        <ul className={styles["notices"]}>
          {message.notices.map((notice) => (
            <li key={notice}>{asSentence(notice)}</li>
          ))}
        </ul>
      )}
    </header>
  );
}

/** The host carries the weight: it is what a name cannot claim. */
function SenderAddress({ address }: { readonly address: string }): ReactNode {
  const at = address.lastIndexOf("@") + 1;
  return (
    <bdi className={styles["address"]} dir="ltr">
      {address.slice(0, at)}
      <span className={styles["host"]}>{address.slice(at)}</span>
    </bdi>
  );
}

function Names({
  label,
  addresses,
}: {
  readonly label: string;
  readonly addresses: readonly Address[];
}): ReactNode {
  if (addresses.length === 0) return null;
  const shown = addresses.slice(0, MAX_NAMES);
  return (
    <p title={shown.map(fullAddress).join(", ")}>
      {label}{" "}
      {shown.map((address, index) => (
        <span key={index}>
          {index > 0 && ", "}
          <bdi>{displayName(address)}</bdi>
        </span>
      ))}
      {addresses.length > shown.length && ` +${String(addresses.length - shown.length)}`}
    </p>
  );
}
