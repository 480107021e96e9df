interface SaidLine {
  /** The client or the server. */
  readonly who: "C" | "S";
  readonly text: string;
}

/** A short session as RFC 1939 has it, inside TLS; the password as the transcript shows one. */
export const EXAMPLE_SESSION: readonly SaidLine[] = [
  { who: "S", text: "+OK POP3 server ready <1896.697170952@mail.example>" },
  { who: "C", text: "USER mrose" },
  { who: "S", text: "+OK" },
  { who: "C", text: "PASS ••••••" },
  { who: "S", text: "+OK maildrop locked and ready" },
  { who: "C", text: "STAT" },
  { who: "S", text: "+OK 412 90611840" },
  { who: "C", text: "TOP 412 0" },
  { who: "S", text: "+OK" },
  { who: "S", text: "From: Hanna <hanna@ferries.example>" },
  { who: "S", text: "Subject: Timetable for Thursday" },
  { who: "S", text: "" },
  { who: "S", text: "." },
  { who: "C", text: "DELE 398" },
  { who: "S", text: "+OK marked to be deleted" },
  { who: "C", text: "QUIT" },
  { who: "S", text: "+OK 1 message removed" },
];
