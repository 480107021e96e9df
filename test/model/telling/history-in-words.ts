import type { Deed, History, Stale, Step, Trouble } from "../history.ts";

/** A history as somebody would tell it, a step a line: what a failure prints. */
export function inWords({ server, messages, steps }: History): string {
  const lines = steps.map((step, index) => `${String(index + 1).padStart(3)}. ${stepInWords(step)}`);
  return [`A server that is ${server}, with ${messages} messages.`, ...lines].join("\n");
}

export function stepInWords(step: Step): string {
  switch (step.kind) {
    case "deed":
      return `${step.who === 0 ? "Ada" : "Bob"} ${deedInWords(step.deed)}${troubleInWords(step.trouble)}`;
    case "together":
      return `Ada ${deedInWords(step.deeds[0])}, and in another tab at once ${deedInWords(step.deeds[1])}${troubleInWords(step.trouble)}`;
    case "deliver":
      return `${step.count} new messages${step.isReused ? ", under unique-ids that were borne before" : ""}`;
    case "other-client":
      return step.pick === undefined ? "another client looks" : `another client removes one (${step.pick})`;
    case "renumber":
      return `the server numbers anew: the first ${step.first} come last`;
    case "look-away":
    case "look-again":
      return `${step.who === 0 ? "Ada" : "Bob"} ${step.kind === "look-away" ? "closes all tabs until the maildrop is released" : "opens a tab"}`;
    case "restart":
      return step.isKilled
        ? "the gateway is killed, and another one starts"
        : "the gateway is stopped and started";
    default:
      return step satisfies never;
  }
}

const COMMITS: Readonly<Record<Stale, string>> = {
  no: "commits",
  missing: "commits with a mark missing",
  extra: "commits with a mark too many",
  old: "commits on a page that shows an earlier reading",
};

function deedInWords(deed: Deed): string {
  switch (deed.kind) {
    case "mark":
    case "unmark":
      return `${deed.kind}s ${deed.picks.join()}`;
    case "mark-old":
      return `marks ${deed.picks.join()} on a page that shows an earlier reading`;
    case "change":
      return `marks ${deed.add.join()} and unmarks ${deed.remove.join()}`;
    case "open":
      return `opens ${deed.isMarked ? "marked " : ""}message ${deed.pick}`;
    case "commit":
      return COMMITS[deed.stale];
    case "reset":
    case "refresh":
    case "sign-out":
    case "take-over":
      return `asks for ${deed.kind}`;
    default:
      return deed satisfies never;
  }
}

function troubleInWords(trouble: Trouble | undefined): string {
  switch (trouble?.kind) {
    case undefined:
      return "";
    case "cut":
      return ` - the line is cut ${trouble.direction} after ${trouble.octets} octets`;
    case "server":
      return ` - the server: ${JSON.stringify(trouble.fault)}`;
    case "down":
      return " - the line is dead";
    default:
      return trouble satisfies never;
  }
}
