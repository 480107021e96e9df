import { expect, test } from "vitest";
import { Person } from "./world/person.ts";
import { World } from "./world/world.ts";

test("what another tab asks for while a mailbox is signed out does not bring it back", async () => {
  const world = await World.start();
  world.begin("sound", 2);
  const ada = new Person(world.gateway.browser());
  await ada.signIn(world.login);
  const [, marked, listed] = await Promise.all([ada.signOut(), ada.mark("m1"), ada.mailboxes()]);
  expect(marked.status).toBe(404);
  expect(listed).toEqual([]);
  expect(await ada.mailboxes()).toEqual([]);
  await ada.signIn(world.login);
  expect(await ada.marks()).toEqual([]);
  await ada.signOut();
  await world.close();
});
