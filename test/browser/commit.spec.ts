import { describePerson } from "./person-suite.ts";

describePerson("demo");
