import { expect, it } from "vitest";
import { MailboxLease } from "@popgate/server/sessions/leases/mailbox-lease";

it("is not asked for any more once the mailbox is closed, whoever still wants it", async () => {
  let claims = 0;
  const claim = async () => {
    claims += 1;
  };
  const lease = new MailboxLease({ claim, release: async () => {} }, true);
  await lease.acquire();
  lease.end();
  await expect(lease.admit(true)).rejects.toMatchObject({ code: "cancelled" });
  await expect(lease.acquire()).rejects.toMatchObject({ code: "cancelled" });
  expect(claims).toBe(1);
});
