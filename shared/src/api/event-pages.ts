import * as z from "zod/mini";
import { contract } from "./contract.ts";
import { ClientEvent } from "./events.ts";

/**
 * The events of the WebSocket by plain requests, for a page that stands behind a proxy which lets no WebSocket
 * through: the same events, in the same order, and nothing else that such a page must know.
 */
const PageParams = z.object({ page: z.string().check(z.maxLength(64)) });

export const openEventPage = contract({
  method: "POST",
  path: "/event-pages",
  status: 201,
  response: z.object({ page: z.string() }),
  summary: "Begins to gather events for a page that cannot open the WebSocket",
});

export const pollEvents = contract({
  method: "POST",
  path: "/event-pages/:page/poll",
  status: 200,
  params: PageParams,
  /** Each is a `ServerEvent` as the WebSocket would send it. */
  response: z.object({ events: z.array(z.string()) }),
  summary: "The events since the last poll, as soon as there are any, or none after a while",
});

export const tellEvent = contract({
  method: "POST",
  path: "/event-pages/:page/events",
  status: 204,
  params: PageParams,
  body: ClientEvent,
  summary: "What a page tells the gateway, without the WebSocket",
});
