import type { Pop3Client } from "@popgate/server/pop3/client/client";
import type { ScriptedServer, ScriptedServerOptions, Turn } from "../../../support/line/scripted-server.ts";
import { capabilityReply, greeted, openTo, serve, USER_PASS, type ClientSetUp } from "../opened-client.ts";

/** A client in TRANSACTION with a server that goes on with these turns. */
export async function signedIn(
  turns: readonly Turn[],
  setUp: ClientSetUp & ScriptedServerOptions & { readonly capabilities?: readonly string[] } = {},
): Promise<{ readonly client: Pop3Client; readonly server: ScriptedServer }> {
  const before: readonly Turn[] = [
    ...greeted(["USER"]),
    ...USER_PASS,
    { expect: "CAPA", send: capabilityReply(setUp.capabilities ?? ["PIPELINING", "UIDL", "TOP"]) },
  ];
  const server = await serve(
    [[...before, ...turns]],
    setUp.chunking === undefined ? {} : { chunking: setUp.chunking },
  );
  return { client: await openTo(server.port, setUp), server };
}

/** How many lines a client has sent when it is in TRANSACTION. */
export const LINES_OF_SIGN_IN = 4;
