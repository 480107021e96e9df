/** The keys of a record that is written out in the source: it has those of its type and no others. */
export function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  // Object.keys widens to string, since an object may have more keys than its type.
  return Object.keys(record) as K[];
}
