import { useEffect, useRef, type ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import { Button } from "../../ui/controls/button.tsx";
import { FailureNote } from "../../ui/notices/failure-note.tsx";
import styles from "./sign-in-screen.module.css";

interface TakeOverChoiceProps {
  readonly user: string;
  readonly host: string;
  readonly isBusy: boolean;
  readonly onTakeOver: () => void;
  readonly onCancel: () => void;
}

/** The login is right, but another browser has the mailbox open here: whose turn is it? */
export function TakeOverChoice(props: TakeOverChoiceProps): ReactNode {
  const { user, host, isBusy, onTakeOver, onCancel } = props;
  const words = messages.signIn;
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    first.current?.focus();
  }, []);
  return (
    <FailureNote title={words.takeOverTitle} next={words.takeOverText(user, host)}>
      <div className={styles["choice"]}>
        <Button ref={first} look="primary" disabled={isBusy} onClick={onTakeOver}>
          {isBusy ? words.busy : words.takeOver}
        </Button>
        <Button disabled={isBusy} onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </FailureNote>
  );
}
