import type { Address } from "@popgate/shared/api/address";
import type { Message } from "@popgate/shared/api/message";
import type { ReactNode } from "react";
import { formatFullDate } from "../../lib/dates.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { displayName, fullAddress, initials } from "../../lib/people.ts";
import { Tag } from "../../ui/pill.tsx";
import styles from "./message-head.module.css";

interface MessageHeadProps {
  readonly message: Message;
  readonly isMarked: boolean;
  readonly isGone: boolean;
}

/** More names than these are a crowd: they stay in the headers. */
const MAX_NAMES = 12;

/** Subject, who, when, and what to know before trusting it. The sender's address is always shown. */
export function MessageHead({ message, isMarked, isGone }: MessageHeadProps): ReactNode {
  const words = messages.reader;
  const name = displayName(message.from) || messages.list.noSender;
  const hasTags = isMarked || isGone || message.trust.replyToDiffers || message.notices.length > 0;
  return (
    <header className={styles["head"]}>
      <h1 className={styles["subject"]} dir="auto">
        {message.subject || messages.list.noSubject}
      </h1>
      <div className={styles["who"]}>
        <span className={styles["badge"]} aria-hidden="true">
          {initials(name)}
        </span>
        <p className={styles["sender"]}>
          <b dir="auto">{name}</b>{" "}
          {message.from && message.from.address !== name && (
            <span className={styles["address"]} dir="ltr">
              {message.from.address}
            </span>
          )}
        </p>
        {/* Without a valid date a notice below says so. */}
        {message.date !== null && <p className={styles["date"]}>{formatFullDate(message.date)}</p>}
        <div className={styles["others"]}>
          <Names label={words.to} addresses={message.to} />
          <Names label={words.cc} addresses={message.cc} />
        </div>
      </div>
      {hasTags && (
        <div className={styles["tags"]}>
          {isMarked && <Tag tone="leave">{words.markedTag}</Tag>}
          {isGone && <Tag tone="leave">{words.goneTag}</Tag>}
          {message.trust.replyToDiffers && (
            <Tag tone="warn">
              {words.replyToDiffers(message.replyTo.map(({ address }) => address).join(", "))}
            </Tag>
          )}
          {message.notices.map((notice) => (
            <Tag key={notice} tone="plain">
              {notice}
            </Tag>
          ))}
        </div>
      )}
    </header>
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
