import { SaslError, type SaslMechanism } from "./mechanism.ts";

/** PLAIN (RFC 4616): authorization identity empty, user and password behind NULs. */
export const plain: SaslMechanism = {
  name: "PLAIN",
  isPlaintext: true,
  begin: ({ user, secret }) => ({
    initial: () => Buffer.from(`\0${user}\0${secret()}`, "utf8"),
    respond: () => {
      throw new SaslError("PLAIN has no second challenge");
    },
  }),
};
