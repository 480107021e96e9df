import { ALL_SERVERS } from "../support/servers/all-servers.ts";
import { describeServer } from "./server-suite.ts";

for (const server of ALL_SERVERS) describeServer(server);
