import type { Structure } from "@popgate/shared/api/structure";
import type { HtmlDocument } from "../html/html-document.ts";
import type { Renderable } from "../inline-pictures.ts";
import type { ParsedMessage } from "../message-view.ts";
import type { Snippet } from "../search/word-search.ts";
import type { OctetRange } from "../store/stored-message.ts";
import type { LeaveWay } from "../trust/sealed-link.ts";

/** What a thread is asked to do with a message, whose octets it asks for in turn. */
export type Task =
  | { readonly kind: "read"; readonly uid: string; readonly within: string | undefined }
  | {
      readonly kind: "render";
      /** Of a message that was read already. */
      readonly message: Renderable | undefined;
      readonly allowImages: boolean;
      readonly theme: "light" | "dark";
      readonly leave?: LeaveWay | undefined;
    }
  | { readonly kind: "structure"; readonly within: string | undefined }
  /** Words that must all be in its subject or texts. */
  | { readonly kind: "search"; readonly q: string };

/** The answer to each kind of task. */
export interface Answers {
  readonly read: ParsedMessage;
  readonly render: HtmlDocument | undefined;
  readonly structure: Structure;
  readonly search: Snippet | undefined;
}

/**
 * Both sides number what they say by the task that it is about, and ignore what is about another one: a read
 * that nobody waits for any more ends in its own time, when the thread has the next person's message.
 */
export interface OfTask {
  readonly taskNumber: number;
}

export type ToThread = OfTask &
  (
    | {
        readonly kind: "task";
        readonly task: Task;
        readonly octets: number;
        /** Where the message is small; of others the thread asks for octets as it needs them. */
        readonly whole: Uint8Array<ArrayBuffer> | undefined;
      }
    /** The next octets of a reader; none is its end. */
    | {
        readonly kind: "octets";
        readonly reader: number;
        readonly octets: Uint8Array<ArrayBuffer> | undefined;
      }
    /** They cannot be read, or nobody waits for the answer any more. */
    | { readonly kind: "give-up" }
  );

/** It has loaded its code: from now on its time counts. */
export interface ThreadReady {
  readonly kind: "ready";
}

export type FromThread = OfTask &
  (
    | { readonly kind: "pull"; readonly reader: number; readonly range: OctetRange | undefined }
    /** This reader wants no more. */
    | { readonly kind: "close"; readonly reader: number }
    | { readonly kind: "done"; readonly answer: Answers[keyof Answers] }
    | { readonly kind: "failed"; readonly reason: string }
  );
