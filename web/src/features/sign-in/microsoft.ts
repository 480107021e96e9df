/** Whether Microsoft is behind an address or a host: its POP3 has taken no password since September 2024. */
export function isMicrosoft(user: string, host: string | undefined): boolean {
  return (
    /@(?:outlook|hotmail|live)\.(?:[a-z]{2,3}|com?\.[a-z]{2})$|@msn\.com$/i.test(user.trim()) ||
    /(?:^|\.)(?:outlook\.com|office365\.com|office\.com|live\.com)$/i.test(host ?? "")
  );
}
