import { createServer } from "node:http";

// What a poll takes on this machine when nobody has anything else to do: node idle-server.mjs; sends its port.

const server = createServer((_request, response) => response.end("ok"));
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.once("disconnect", () => process.exit());
