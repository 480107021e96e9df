import { downloadZip } from "client-zip";

interface ZippedFile {
  readonly name: string;
  readonly octets: Buffer;
}

/** ZIP's first day, in local time as ZIP writes it: the same files give the same octets everywhere. */
const WRITTEN_AT = new Date(1980, 0, 1);

/** A ZIP archive of a few small files. */
export async function zipArchive(files: readonly ZippedFile[]): Promise<Buffer> {
  const entries = files.map(({ name, octets }) => ({ name, input: octets, lastModified: WRITTEN_AT }));
  return Buffer.from(await downloadZip(entries).arrayBuffer());
}
