import type { Verb } from "@popgate/shared/pop3/commands";
import type { CommandHandler } from "../session/command-handler.ts";
import { apop } from "./apop.ts";
import { auth } from "./auth.ts";
import { capa } from "./capa.ts";
import { lang, utf8 } from "./language.ts";
import { list, stat, uidl } from "./listing.ts";
import { dele, noop, rset } from "./marks.ts";
import { quit } from "./quit.ts";
import { retr, top } from "./retrieval.ts";
import { stls } from "./stls.ts";
import { pass, user } from "./user-pass.ts";
import { xclient } from "./xclient.ts";

/** One handler for each verb of the table; a verb that is added there does not compile without one. */
export const COMMAND_HANDLERS: Readonly<Record<Verb, CommandHandler>> = {
  USER: { state: "AUTHORIZATION", run: user },
  PASS: { state: "AUTHORIZATION", run: pass },
  APOP: { state: "AUTHORIZATION", run: apop },
  AUTH: { state: "AUTHORIZATION", run: auth },
  STLS: { state: "AUTHORIZATION", run: stls },
  XCLIENT: { state: "AUTHORIZATION", run: xclient },
  UTF8: { state: "AUTHORIZATION", run: utf8 },
  CAPA: { state: "both", run: capa },
  LANG: { state: "both", run: lang },
  QUIT: { state: "both", run: quit },
  STAT: { state: "TRANSACTION", run: stat },
  LIST: { state: "TRANSACTION", run: list },
  UIDL: { state: "TRANSACTION", run: uidl },
  RETR: { state: "TRANSACTION", run: retr },
  TOP: { state: "TRANSACTION", run: top },
  DELE: { state: "TRANSACTION", run: dele },
  RSET: { state: "TRANSACTION", run: rset },
  NOOP: { state: "TRANSACTION", run: noop },
};
