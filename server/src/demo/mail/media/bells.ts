/** Samples a second, 16 bits, one channel. */
const SAMPLE_RATE = 22_050;
const HEADER_OCTETS = 44;
/** One peal: its notes a second apart, then it repeats. */
const NOTES_HZ = [523.25, 659.25, 587.33, 392, 523.25, 587.33, 659.25, 523.25] as const;

/** A WAV recording of bells, of any length, made piece by piece: it is never held whole. */
export interface Recording {
  readonly octets: number;
  /** The octets from `start` (inclusive) to `end` (exclusive). */
  slice(start: number, end: number): Buffer;
}

/** @param octets of the whole file; even, at least 44 */
export function bellRecording(octets: number): Recording {
  const header = wavHeader(octets - HEADER_OCTETS);
  let peal: Buffer | undefined;
  return {
    octets,
    slice(start, end) {
      peal ??= onePeal();
      const piece = Buffer.alloc(end - start);
      if (start < HEADER_OCTETS) header.copy(piece, 0, start, end);
      for (let at = Math.max(start, HEADER_OCTETS); at < end;) {
        const from = (at - HEADER_OCTETS) % peal.length;
        at += peal.copy(piece, at - start, from, Math.min(peal.length, from + end - at));
      }
      return piece;
    },
  };
}

function onePeal(): Buffer {
  const samples = Buffer.alloc(NOTES_HZ.length * SAMPLE_RATE * 2);
  for (let index = 0; index < samples.length / 2; index++) {
    const note = Math.floor(index / SAMPLE_RATE);
    const seconds = (index % SAMPLE_RATE) / SAMPLE_RATE;
    const turns = 2 * Math.PI * (NOTES_HZ[note] ?? 0) * seconds;
    const tone = Math.sin(turns) + 0.5 * Math.sin(turns * 2.4) + 0.25 * Math.sin(turns * 3.01);
    samples.writeInt16LE(Math.round(tone * Math.exp(-3.2 * seconds) * 14_000), index * 2);
  }
  return samples;
}

function wavHeader(dataOctets: number): Buffer {
  const header = Buffer.alloc(HEADER_OCTETS);
  header.write("RIFF", 0, "ascii");
  header.writeUInt32LE(dataOctets + 36, 4);
  header.write("WAVEfmt ", 8, "ascii");
  header.writeUInt32LE(16, 16);
  // PCM, one channel.
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "ascii");
  header.writeUInt32LE(dataOctets, 40);
  return header;
}
