import { expect, test } from "vitest";
import { Person } from "./world/person.ts";
import { World } from "./world/world.ts";

// The server refuses UIDL once: its messages are named by their headers then, and by their unique-ids at
// the next reading, where no committed name is found again.
test("a commit under names that the next reading does not have is not told as done", async () => {
  const world = await World.start();
  world.begin("without-uidl", 1);
  const ada = new Person(world.gateway.browser());
  await ada.signIn(world.login);
  await ada.mark((await ada.rows())[0]?.uid ?? "");
  world.becomes("sound");
  world.begins({ kind: "server", fault: { kind: "cutQuit", at: "beforeUpdate" } });
  const { report } = await ada.commit();
  await ada.signOut();
  const present = world.present();
  await world.close();
  expect(present).toHaveLength(1);
  expect(report?.removed).toEqual([]);
  expect(report?.unknown).toHaveLength(1);
});
