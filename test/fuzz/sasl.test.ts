import { saslMechanisms } from "@popgate/server/pop3/login/sasl-mechanisms";
import { apopTimestamp } from "@popgate/server/pop3/login/authentication";
import { SaslError } from "@popgate/server/pop3/sasl/mechanism";
import { scram } from "@popgate/server/pop3/sasl/scram";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FUZZ_RUNS, FUZZ_TIMEOUT_MS } from "./fuzz-runs.ts";
import { wireOctets } from "./wire-octets.ts";

const MECHANISMS = saslMechanisms([], Buffer.alloc(32)).map((mechanism) => ({
  name: mechanism.name,
  mechanism,
}));
/** No message of ours holds it: one that does has shown a password. */
const MARK = "~~";
const challenge = fc.oneof(
  wireOctets,
  fc
    .constantFrom("", "r=n,s=,i=1", "r=nonceX,s=QSXC,i=4096", "v=", "e=other-error")
    .map((text) => Buffer.from(text)),
);

describe.each(MECHANISMS)("$name", ({ mechanism }) => {
  test(
    "answers any challenges or refuses with a typed error, and never proves what nobody proved",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(challenge, { maxLength: 4 }),
          fc.string(),
          fc.string(),
          async (list, user, password) => {
            const exchange = mechanism.begin({ user, secret: () => MARK + password });
            try {
              exchange.initial?.();
              for (const octets of list) await exchange.respond(octets);
            } catch (error) {
              if (!(error instanceof SaslError)) throw error;
              expect(error.message).not.toContain(MARK);
            }
            expect(exchange.isServerProved?.()).not.toBe(true);
          },
        ),
        { numRuns: FUZZ_RUNS },
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});

test(
  "SCRAM takes a server's first message only if it continues our nonce within the bounds",
  async () => {
    const field = fc.string({ unit: "grapheme-ascii", maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(field, field, fc.integer({ min: -10, max: 5_000 }), async (more, salt, iterations) => {
        const exchange = scram("sha1", undefined, () => "ours").begin({ user: "u", secret: () => "p" });
        const message = `r=ours${more},s=${salt},i=${iterations}`;
        const isFair =
          more !== "" && !more.includes(",") && /^[A-Za-z0-9+/=]+$/.test(salt) && iterations >= 4_096;
        const respond = () => exchange.respond(Buffer.from(message));
        if (isFair) expect((await respond()).toString()).toContain(`r=ours${more},p=`);
        else expect(respond).toThrow(SaslError);
      }),
      { numRuns: Math.min(FUZZ_RUNS, 2_000) },
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "an APOP timestamp has one @ at least and no blank",
  () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("<", ">", "@", ".", " ", "a", "1") }), (greeting) => {
        const timestamp = apopTimestamp(greeting);
        if (timestamp !== undefined) expect(timestamp).toMatch(/^<[^\s<>]+@[^\s<>]+>$/);
      }),
      { numRuns: FUZZ_RUNS },
    );
  },
  FUZZ_TIMEOUT_MS,
);
