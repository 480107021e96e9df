/** `1 message`, `2 messages`: English has two forms; a translation brings its own functions. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
