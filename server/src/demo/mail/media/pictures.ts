import { mix, pngImage, type Colour } from "./png.ts";

const NIGHT: Colour = [16, 20, 46];
const DAWN: Colour = [244, 150, 92];
const HILL: Colour = [38, 52, 60];
const WATER: Colour = [44, 92, 132];

/** Hills before a rising sun. `phase` from 0 to 1 lets the sun rise. */
export function landscapeAt(x: number, y: number, phase: number): Colour {
  const hill = 0.62 + 0.07 * Math.sin(x * 9) + 0.04 * Math.sin(x * 23 + 1);
  if (y > 0.82) return mix(WATER, DAWN, 0.18 + 0.14 * Math.sin(y * 160 + x * 12 + phase * 6));
  if (y > hill) return mix(HILL, NIGHT, (y - hill) * 2);
  const fromSun = Math.hypot((x - 0.62) * 1.5, y - (0.7 - phase * 0.5));
  if (fromSun < 0.09) return [255, 236, 190];
  return mix(mix(NIGHT, DAWN, Math.min(1, y * 1.3)), [255, 214, 150], Math.max(0, 0.45 - fromSun));
}

export function landscape(width: number, height: number, phase: number): Buffer {
  return pngImage(width, height, (x, y) => landscapeAt(x, y, phase));
}

/** A bar chart of shares from 0 to 1, on a light ground. */
export function barChart(width: number, height: number, shares: readonly number[]): Buffer {
  return pngImage(width, height, (x, y) => {
    const position = x * shares.length;
    const share = shares[Math.floor(position)] ?? 0;
    const isInBar = position % 1 > 0.18 && position % 1 < 0.82;
    if (isInBar && 0.94 - y < share * 0.86 && y < 0.94) return mix([0, 74, 153], [124, 196, 255], y);
    if (y > 0.94 && y < 0.955) return [60, 66, 74];
    return Math.abs((y * 10) % 1) < 0.04 ? [226, 228, 232] : [250, 249, 246];
  });
}
