import { crc32, deflateRawSync } from "node:zlib";

/** 1 January 1980 in DOS form: the same files give the same octets. */
const DOS_DATE = 0x21;
const DEFLATED = 8;
const UTF8_NAMES = 0x800;

/** A ZIP archive (APPNOTE 6.3) of a few small files. */
export function zipArchive(files: readonly { readonly name: string; readonly octets: Buffer }[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, octets } of files) {
    const nameOctets = Buffer.from(name, "utf8");
    const packed = deflateRawSync(octets);
    const facts = commonFacts(octets, packed, nameOctets);
    const local = Buffer.concat([uint32(0x04034b50), uint16(20), facts, nameOctets, packed]);
    // Comment, disk and attributes are all zero.
    const entry = Buffer.concat([uint32(0x02014b50), uint16(20), uint16(20), facts, Buffer.alloc(10)]);
    entries.push(entry, uint32(offset), nameOctets);
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const count = uint16(files.length);
  const end = [uint32(0x06054b50), Buffer.alloc(4), count, count, uint32(directory.length), uint32(offset)];
  return Buffer.concat([...locals, directory, ...end, uint16(0)]);
}

/** The fields that a local header and its directory entry share. */
function commonFacts(octets: Buffer, packed: Buffer, name: Buffer): Buffer {
  return Buffer.concat([
    uint16(UTF8_NAMES),
    uint16(DEFLATED),
    uint16(0),
    uint16(DOS_DATE),
    uint32(crc32(octets)),
    uint32(packed.length),
    uint32(octets.length),
    uint16(name.length),
    uint16(0),
  ]);
}

function uint16(value: number): Buffer {
  return Buffer.from([value & 0xff, value >>> 8]);
}

function uint32(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32LE(value);
  return octets;
}
