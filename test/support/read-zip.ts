/** End of central directory record; without a comment it is the last 22 octets. */
const END_OCTETS = 22;
const CENTRAL = 0x02014b50;

/** A zip of stored files, read from its central directory as unzip programs do; Zip64 is not. */
export function readZip(zip: Buffer): Map<string, Buffer> {
  const end = zip.length - END_OCTETS;
  if (end < 0 || zip.readUInt32LE(end) !== 0x06054b50) throw new Error("the zip has no end");
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (zip.readUInt32LE(at) !== CENTRAL) throw new Error("the central directory is broken");
    if (zip.readUInt16LE(at + 10) !== 0) throw new Error("the file is compressed");
    const octets = zip.readUInt32LE(at + 20);
    const [name, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place));
    const local = zip.readUInt32LE(at + 42);
    const content = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const nameEnd = at + 46 + (name ?? 0);
    files.set(zip.toString("utf8", at + 46, nameEnd), zip.subarray(content, content + octets));
    at = nameEnd + (extra ?? 0) + (comment ?? 0);
  }
  return files;
}
