import { mailbox } from "../mime/header-text.ts";
import type { Letter } from "../mime/letter.ts";
import { textPart } from "../mime/part.ts";

const HOUR = 60;
const DAY = 1440;
const SUBJECT = "[net101] Why does LIST leave a hole after DELE?";
const START = 13 * DAY;

interface Post {
  readonly name: string;
  readonly address: string;
  readonly after: number;
  readonly text: string;
}

const POSTS: readonly Post[] = [
  {
    name: "Priya Raman",
    address: "priya@campus-north.example",
    after: 0,
    text: `Hi all,

I marked message 2 and asked for LIST again. I got 1, 3, 4. Why does the
server not count 1, 2, 3?

Priya
`,
  },
  {
    name: "Ole Bakken",
    address: "ole@fjordnett.example",
    after: 2 * HOUR,
    text: `Priya wrote:
> Why does the server not count 1, 2, 3?

Because a number is a name for the whole session. If 3 became 2 while your
next command was on its way, "DELE 3" would hit the wrong message.

Ole
`,
  },
  {
    name: "Priya Raman",
    address: "priya@campus-north.example",
    after: 3 * HOUR,
    text: `Ole wrote:
> a number is a name for the whole session

Ah! And in the next session?

Priya
`,
  },
  {
    name: "Grace Mbeki",
    address: "grace@lecture-hall.example",
    after: 9 * HOUR,
    text: `Priya wrote:
>> a number is a name for the whole session
> Ah! And in the next session?

Then they are given anew, without holes. What lasts is the unique-id: ask
for UIDL in both sessions and compare. There is an exercise on that in week
four, so please do not spoil it for the others ;-)

Grace
`,
  },
  {
    name: "Ole Bakken",
    address: "ole@fjordnett.example",
    after: 26 * HOUR,
    text: `Grace wrote:
> please do not spoil it for the others

Too late, it is in the archive. Sorry!

Ole
`,
  },
];

/** A thread of five, each answering the one before. */
export const MAILING_LIST: readonly Letter[] = POSTS.map((post, index) => ({
  id: postId(index),
  from: mailbox(post.name, post.address),
  to: mailbox("Networking 101", "net101@lists.lecture-hall.example"),
  subject: index === 0 ? SUBJECT : `Re: ${SUBJECT}`,
  minutesAgo: START - post.after,
  extra: [
    ...(index === 0 ? [] : [["In-Reply-To", `<${postId(index - 1)}>`] as const]),
    ...(index === 0 ? [] : [["References", references(index)] as const]),
    ["Sender", "net101-bounces@lists.lecture-hall.example"],
    ["List-Id", "Networking 101 <net101.lists.lecture-hall.example>"],
    ["List-Post", "<mailto:net101@lists.lecture-hall.example>"],
    ["List-Archive", "<https://lists.lecture-hall.example/net101/>"],
    ["List-Unsubscribe", "<mailto:net101-leave@lists.lecture-hall.example>"],
    ["Precedence", "list"],
  ],
  body: textPart(
    `${post.text}
_______________________________________________
net101 mailing list -- net101@lists.lecture-hall.example
`,
  ),
}));

function postId(index: number): string {
  return `net101-${411 + index}@lists.lecture-hall.example`;
}

function references(index: number): string {
  return Array.from({ length: index }, (_, earlier) => `<${postId(earlier)}>`).join(" ");
}
