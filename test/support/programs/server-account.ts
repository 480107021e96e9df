import { readFileSync } from "node:fs";
import { userInfo } from "node:os";

/** The account and group that own nothing on a Debian system. */
const NOBODY = { uid: 65_534, gid: 65_534, user: "nobody", group: "nogroup" } as const;

export type ServerAccount = ReturnType<typeof serverAccount>;

/** Whom a server runs as: Dovecot and PHP-FPM refuse uid 0, so root starts them as nobody. */
export function serverAccount() {
  const { uid, gid, username } = userInfo();
  if (uid === 0) return { ...NOBODY, isOther: true };
  return { uid, gid, user: username, group: primaryGroup(gid), isOther: false };
}

function primaryGroup(gid: number): string {
  const line = readFileSync("/etc/group", "utf8")
    .split("\n")
    .find((each) => each.split(":")[2] === String(gid));
  return line?.split(":")[0] ?? NOBODY.group;
}
