import { encodeCommand } from "@popgate/server/pop3/wire/command-encoder";
import { ResponseDecoder } from "@popgate/server/pop3/wire/response-decoder";
import { parseStatusLine } from "@popgate/server/pop3/wire/status-line";
import { commandSpec, isVerb, type Pop3State, type Verb } from "@popgate/shared/pop3/commands";
import { EXAMPLE_SESSION } from "@popgate/web/features/sign-in/example-session";
import { expect, test } from "vitest";

interface Reply {
  readonly status: string;
  readonly body: string;
}

/** The replies in what the server says, as our own client would read them; fails on one that is not whole. */
function repliesTo(isMultiLine: boolean, lines: readonly string[]): Reply[] {
  const replies: Reply[] = [];
  let status = "";
  let body = "";
  const decoder = new ResponseDecoder({
    statusLine: (line) => {
      status = parseStatusLine(line).status;
      return isMultiLine && status === "ok";
    },
    body: (octets) => (body += octets.toString("latin1")),
    end: () => replies.push({ status, body }),
  });
  decoder.push(Buffer.from(lines.map((line) => `${line}\r\n`).join("")));
  expect(decoder.isIdle).toBe(true);
  return replies;
}

/** What is said between one command and the next; the first of them answers the connection itself. */
function exchanges(): { command: string | undefined; said: string[] }[] {
  const all: { command: string | undefined; said: string[] }[] = [{ command: undefined, said: [] }];
  for (const { who, text } of EXAMPLE_SESSION) {
    if (who === "C") all.push({ command: text, said: [] });
    else all.at(-1)?.said.push(text);
  }
  return all;
}

function verbOf(command: string): Verb {
  const [word = ""] = command.split(" ");
  if (!isVerb(word)) throw new Error(`${word} is no command`);
  return word;
}

test("each command of the example is one that our client could send, and each reply one whole reply to it", () => {
  for (const { command, said } of exchanges()) {
    let isMultiLine = false;
    if (command !== undefined) {
      const encoded = encodeCommand(verbOf(command), command.split(" ").slice(1));
      expect(encoded.shown).toBe(command);
      isMultiLine = encoded.multiLine;
    }
    expect(repliesTo(isMultiLine, said)).toMatchObject([{ status: "ok" }]);
  }
});

test("each command stands in a state that allows it, and the session ends with QUIT", () => {
  let state: Pop3State = "AUTHORIZATION";
  const verbs = exchanges().flatMap(({ command }) => (command === undefined ? [] : [verbOf(command)]));
  for (const verb of verbs) {
    expect(commandSpec(verb).states).toContain(state);
    if (verb === "PASS") state = "TRANSACTION";
  }
  expect(state).toBe("TRANSACTION");
  expect(verbs.at(-1)).toBe("QUIT");
});

test("a TOP without lines of the body is answered with a header and its blank line", () => {
  const top = exchanges().find(({ command }) => command?.startsWith("TOP") === true);
  const [reply] = repliesTo(true, top?.said ?? []);
  expect(reply?.body).toMatch(/^(?:[A-Za-z-]+: [\x20-\x7e]+\r\n)+\r\n$/);
});
