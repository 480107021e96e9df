import type { Colour } from "./png.ts";

/**
 * An uncompressed AVI film (RIFF, 24-bit RGB), six frames a second. `width` must be a multiple of 4 (then no
 * row is padded), `height` of 2.
 * @param colourAt `x`, `y` and `time` run from 0 to 1
 */
export function aviFilm(
  size: { readonly width: number; readonly height: number; readonly frames: number },
  colourAt: (x: number, y: number, time: number) => Colour,
): Buffer {
  const { width, height, frames } = size;
  const frameOctets = width * height * 3;
  const film = Array.from({ length: frames }, (_, frame) =>
    chunk(
      "00db",
      bitmap(width, height, (x, y) => colourAt(x, y, frame / frames)),
    ),
  );
  const mainHeader = uint32s([
    166_667,
    frameOctets * 6,
    0,
    0x10,
    frames,
    0,
    1,
    frameOctets,
    width,
    height,
    0,
    0,
    0,
    0,
  ]);
  const streamHeader = Buffer.concat([
    Buffer.from("vidsDIB ", "ascii"),
    // Six frames a second.
    uint32s([0, 0, 0, 1, 6, 0, frames, frameOctets, 0xffffffff, 0, 0, (height << 16) | width]),
  ]);
  const bitmapHeader = uint32s([40, width, height, 1 | (24 << 16), 0, frameOctets, 0, 0, 0, 0]);
  const stream = listChunk("strl", [chunk("strh", streamHeader), chunk("strf", bitmapHeader)]);
  const header = listChunk("hdrl", [chunk("avih", mainHeader), stream]);
  const body = [Buffer.from("AVI ", "ascii"), header, listChunk("movi", film)];
  return chunk("RIFF", Buffer.concat(body));
}

/** How wide and high a block of one colour is: the film is coarse, and made at every start. */
const BLOCK = 2;

/** Rows from the bottom up, pixels in the order blue, green, red. */
function bitmap(width: number, height: number, colourAt: (x: number, y: number) => Colour): Buffer {
  const rowOctets = width * 3;
  const pixels = Buffer.alloc(rowOctets * height);
  for (let y = 0; y < height; y += BLOCK) {
    const row = (height - BLOCK - y) * rowOctets;
    for (let x = 0; x < width; x += BLOCK) {
      const [red, green, blue] = colourAt(x / width, y / height);
      for (let at = row + x * 3; at < row + (x + BLOCK) * 3; at += 3) {
        pixels[at] = blue;
        pixels[at + 1] = green;
        pixels[at + 2] = red;
      }
    }
    for (let copy = 1; copy < BLOCK; copy++)
      pixels.copy(pixels, row + copy * rowOctets, row, row + rowOctets);
  }
  return pixels;
}

function listChunk(type: string, chunks: readonly Buffer[]): Buffer {
  return chunk("LIST", Buffer.concat([Buffer.from(type, "ascii"), ...chunks]));
}

/** RIFF chunks have an even length. */
function chunk(id: string, data: Buffer): Buffer {
  const padding = Buffer.alloc(data.length % 2);
  return Buffer.concat([Buffer.from(id, "ascii"), uint32s([data.length]), data, padding]);
}

function uint32s(values: readonly number[]): Buffer {
  const octets = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) octets.writeUInt32LE(value, index * 4);
  return octets;
}
