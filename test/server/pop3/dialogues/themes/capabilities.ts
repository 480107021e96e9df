import type { Dialogue } from "../dialogue.ts";
import { base64, capa, gone, list, on, PASS, refusedWith, say, signedIn, top, USER } from "../turns.ts";

const READY = say("+OK ready");
const MAX_LINES = 200;
const MAX_LINE_OCTETS = 8_192;

/** CAPA is missing, lies, changes, or is too much (RFC 2449 §5). */
export const CAPABILITIES: readonly Dialogue[] = [
  {
    name: "no CAPA: USER and PASS",
    source: "RFC 1939 alone; popa3d and solid-pop3d",
    risks: ["no CAPA"],
    connections: [signedIn()],
    signedInWith: "USER",
    capabilities: [],
  },
  {
    name: "no CAPA, and a hang-up in place of -ERR",
    source: "servers older than RFC 2449 that count unknown commands",
    risks: ["no CAPA"],
    connections: [
      [READY, { expect: "CAPA", cut: "fin" }],
      [READY, USER, PASS],
    ],
    signedInWith: "USER",
    capabilities: [],
    shows: ["SERVER not sent, since this server has hung up on it: CAPA"],
  },
  {
    name: "no CAPA, and a hang-up behind -ERR",
    source: "appliances that close after the first command that they do not know",
    risks: ["no CAPA", "a hang-up behind -ERR"],
    connections: [
      [READY, { ...on("CAPA", "-ERR what?"), cut: "fin" }],
      [READY, USER, PASS],
    ],
    signedInWith: "USER",
    capabilities: [],
  },
  {
    name: "a server that hangs up on whatever it is asked is not taken for one without CAPA",
    source: "a firewall that lets the greeting through",
    risks: ["a hang-up behind -ERR"],
    connections: [
      [READY, { expect: "CAPA", cut: "fin" }],
      [READY, { expect: "USER mrose", cut: "fin" }],
    ],
    refused: gone("closed", { stage: "capabilities" }),
  },
  {
    name: "a capability list refused after login leaves the one before",
    source: "reported against MailKit",
    risks: ["capabilities refused after login"],
    connections: [[READY, capa("USER", "TOP"), USER, PASS, on("CAPA", "-ERR not now")]],
    capabilities: ["USER", "TOP"],
  },
  {
    name: "an empty list after login leaves the one before",
    source: "RFC 2449 §5 lets a list be empty",
    risks: ["capabilities that lie"],
    connections: [[READY, capa("USER", "UIDL"), USER, PASS, list("CAPA", "+OK")]],
    capabilities: ["USER", "UIDL"],
  },
  {
    name: "a longer list after login is the one that counts",
    source: "RFC 2449 §6: capabilities differ by state",
    risks: ["capabilities that lie"],
    connections: [[READY, capa("USER"), USER, PASS, capa("USER", "TOP", "UIDL", "EXPIRE 30")]],
    capabilities: ["USER", "TOP", "UIDL", "EXPIRE 30"],
    expireDays: 30,
  },
  {
    name: "a capability line that begins with a dot does not end the list",
    source: "reported against curl",
    risks: ["a capability line that begins with a dot"],
    connections: [
      [
        READY,
        list("CAPA", "+OK", "..X-DOTTED", "...", "SASL PLAIN"),
        on("AUTH PLAIN", "+ "),
        on(base64("\0mrose\0tanstaaf"), "+OK"),
        list("CAPA", "+OK", "..X-DOTTED", "TOP"),
      ],
    ],
    signedInWith: "PLAIN",
    capabilities: [".X-DOTTED", "TOP"],
  },
  {
    name: "capabilities in small letters, with tabs and blanks around them",
    source: "RFC 2449 §3: tags are case-insensitive",
    risks: ["capabilities in any case"],
    connections: [
      [
        READY,
        list("CAPA", "+OK", "  sasl\tplain  ", "", "Uidl", "pipelining "),
        on("AUTH PLAIN", "+"),
        on(base64("\0mrose\0tanstaaf"), "+OK"),
        list("CAPA", "+OK", " uidl ", "Login-Delay\t90"),
      ],
    ],
    signedInWith: "PLAIN",
    capabilities: ["UIDL", "LOGIN-DELAY 90"],
    loginDelayMs: 90_000,
  },
  {
    name: "a capability list as long as the limit",
    source: "the last line that is allowed",
    risks: ["a capability list has a limit"],
    connections: [
      [
        READY,
        capa("USER", ...Array.from({ length: MAX_LINES - 1 }, (_, index) => `X-${index}`)),
        USER,
        PASS,
        capa("TOP"),
      ],
    ],
    capabilities: ["TOP"],
  },
  {
    name: "a capability list without end is refused at the limit",
    source: "a list that never stops would fill the memory",
    risks: ["a capability list has a limit"],
    connections: [[READY, capa(...Array.from({ length: MAX_LINES + 1 }, (_, index) => `X-${index}`))]],
    refused: gone("limit", { stage: "capabilities" }),
  },
  {
    name: "a capability of nine kilobytes is refused at the limit",
    source: "one line without end",
    risks: ["a listing's line has a limit", "an over-long line"],
    connections: [
      [READY, { expect: "CAPA", send: `+OK\r\nX-${"y".repeat(MAX_LINE_OCTETS)}\r\n.\r\n`, chunking: 3_000 }],
    ],
    refused: gone("limit", { stage: "capabilities" }),
  },
  {
    name: "a capability list that stops without its terminator",
    source: "a missing terminator, and silence",
    risks: ["a missing terminator", "a deadline for silence in a reply"],
    connections: [[READY, { expect: "CAPA", send: "+OK\r\nUSER\r\n" }]],
    setUp: { deadlines: { idleMs: 120 } },
    refused: gone("timeout", { stage: "capabilities", verb: "CAPA" }),
  },
  {
    name: "a capability list cut in the middle",
    source: "a missing terminator, and a hang-up",
    risks: ["a missing terminator"],
    connections: [[READY, { expect: "CAPA", send: "+OK\r\nUSER\r\nTO", cut: "fin" }]],
    refused: gone("closed", { stage: "capabilities" }),
  },
  {
    name: "TOP announced and refused",
    source: "capabilities that lie",
    risks: ["no TOP", "capabilities that lie"],
    connections: [[...signedIn("USER", "TOP"), on("TOP 1 0", "-ERR unimplemented")]],
    steps: [top(1, 0, "", refusedWith("unimplemented", { verb: "TOP" }))],
  },
  {
    name: "TOP not announced and there",
    source: "RFC 1939 §7 knows TOP without CAPA",
    risks: ["capabilities that lie"],
    connections: [[...signedIn("USER"), { expect: "TOP 1 0", send: "+OK\r\nSubject: a\r\n\r\n.\r\n" }]],
    steps: [top(1, 0, "Subject: a\r\n\r\n")],
  },
  {
    name: "LOGIN-DELAY and EXPIRE for each user",
    source: "RFC 2449 §§6.5, 6.7: before login the figure may end in USER",
    risks: ["[LOGIN-DELAY]"],
    connections: [
      [
        READY,
        capa("USER", "LOGIN-DELAY 900 USER", "EXPIRE 60 USER"),
        USER,
        PASS,
        capa("USER", "LOGIN-DELAY 120", "EXPIRE NEVER"),
      ],
    ],
    loginDelayMs: 120_000,
    expireDays: Number.POSITIVE_INFINITY,
  },
  {
    name: "EXPIRE 0: a message may go once it was retrieved",
    source: "RFC 2449 §6.7",
    risks: ["capabilities that lie"],
    connections: [signedIn("USER", "EXPIRE 0")],
    expireDays: 0,
  },
  {
    name: "an IMPLEMENTATION beyond ASCII",
    source: "RFC 6856 lets servers speak UTF-8; older ones speak anything",
    risks: ["words that nobody knows"],
    connections: [signedIn("USER", "IMPLEMENTATION Poste-r\u00c3\u00a9stante", "X-8BIT \u00ff")],
    capabilities: ["USER", "IMPLEMENTATION Poste-r\u00e9stante", "X-8BIT \u00ff"],
  },
  {
    name: "LANG lists languages and takes one",
    source: "RFC 6856 §3: multi-line without an argument, single-line with one",
    risks: ["LIST with an argument"],
    connections: [
      [
        ...signedIn("USER"),
        list("LANG", "+OK languages:", "en English", "es Espa\u00c3\u00b1ol"),
        on("LANG es", "+OK es Idioma cambiado"),
      ],
    ],
    steps: [
      { do: "ask", verb: "LANG", text: "languages:", lines: "en English\r\nes Espa\u00c3\u00b1ol\r\n" },
      { do: "ask", verb: "LANG", args: ["es"], text: "es Idioma cambiado" },
    ],
  },
  {
    name: "UTF8 USER: a user beyond ASCII",
    source: "RFC 6856 §2.1",
    risks: ["letters beyond ASCII go as UTF-8"],
    connections: [
      [
        READY,
        capa("USER", "UTF8 USER"),
        on("UTF8", "+OK"),
        on("USER m\u00c3\u00bcller", "+OK"),
        PASS,
        capa("USER"),
      ],
    ],
    setUp: { user: "m\u00fcller" },
    signedInWith: "USER",
  },
  {
    name: "UTF8 refused: a user beyond ASCII goes as UTF-8 all the same",
    source: "RFC 6856 §2: UTF8 may be refused; other clients send the octets",
    risks: ["letters beyond ASCII go as UTF-8"],
    connections: [
      [
        READY,
        capa("USER", "UTF8 USER"),
        on("UTF8", "-ERR not today"),
        on("USER m\u00c3\u00bcller", "+OK"),
        PASS,
        capa("USER"),
      ],
    ],
    setUp: { user: "m\u00fcller" },
    signedInWith: "USER",
  },
  {
    name: "no UTF8: a password beyond ASCII goes as UTF-8",
    source: "Thunderbird, curl, mpop and fetchmail send it so, and servers compare octets",
    risks: ["letters beyond ASCII go as UTF-8"],
    connections: [[READY, capa("USER"), USER, on("PASS s\u00c3\u00bc\u00c3\u009f", "+OK"), capa("USER")]],
    setUp: { password: "s\u00fc\u00df" },
    signedInWith: "USER",
  },
  {
    name: "[UTF8] refuses a message that needs it",
    source: "RFC 6856 §5",
    risks: ["response codes told apart", "a message that cannot be sent"],
    connections: [[...signedIn("USER"), on("RETR 1", "-ERR [UTF8] message has UTF-8 in its header")]],
    steps: [
      {
        do: "retr",
        number: 1,
        message: "",
        fails: { kind: "refused", isUsable: true, responseCode: "UTF8", verb: "RETR" },
      },
    ],
  },
];
