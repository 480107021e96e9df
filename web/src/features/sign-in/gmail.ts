const PREFIX = "recent:";

/** Whether Gmail is behind an address or a host: its POP3 keeps to rules of its own. */
export function isGmail(user: string, host: string | undefined): boolean {
  return /@(?:gmail|googlemail)\.com$/i.test(user.trim()) || /\.(?:gmail|googlemail)\.com$/i.test(host ?? "");
}

/** Gmail's "recent mode": the last 30 days, whichever program has fetched them already. */
export function isRecentMode(user: string): boolean {
  return user.trim().toLowerCase().startsWith(PREFIX);
}

export function withRecentMode(user: string): string {
  return isRecentMode(user) ? user : `${PREFIX}${user.trim()}`;
}
