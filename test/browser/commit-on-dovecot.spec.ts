import { PEERS } from "../support/page/page-bench.ts";
import { describePerson } from "./person-suite.ts";

if ("dovecot" in PEERS) describePerson("dovecot");
