import type { Page } from "@playwright/test";

/** In CSS pixels of the window. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A screenshot after everything that was asked for has been painted. */
export async function painted(page: Page): Promise<Buffer> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return page.screenshot({ animations: "disabled" });
}

/**
 * @param judge a page that reads the pictures; what it shows does not matter
 * @param inside what may differ
 * @returns the number of pixels that differ outside
 */
export function differingOutside(
  judge: Page,
  [one, other]: readonly [Buffer, Buffer],
  inside: Rectangle,
): Promise<number> {
  return judge.evaluate(countDiffering, {
    pictures: [one, other].map((each) => each.toString("base64")),
    inside,
  });
}

/** In the browser. */
async function countDiffering(asked: { pictures: readonly string[]; inside: Rectangle }): Promise<number> {
  const [one, other] = await Promise.all(
    asked.pictures.map(async (picture) => {
      const octets = await (await fetch(`data:image/png;base64,${picture}`)).blob();
      const bitmap = await createImageBitmap(octets);
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      context?.drawImage(bitmap, 0, 0);
      return context?.getImageData(0, 0, bitmap.width, bitmap.height);
    }),
  );
  if (one === undefined || other === undefined) throw new Error("no canvas");
  const [left, top] = [Math.floor(asked.inside.x), Math.floor(asked.inside.y)];
  const right = Math.ceil(asked.inside.x + asked.inside.width);
  const bottom = Math.ceil(asked.inside.y + asked.inside.height);
  const [pixels, others] = [one, other].map(({ data }) => new Uint32Array(data.buffer));
  let differing = 0;
  for (let y = 0; y < one.height; y += 1) {
    for (let x = 0; x < one.width; x += 1) {
      const at = y * one.width + x;
      const isInside = x >= left && x < right && y >= top && y < bottom;
      if (!isInside && pixels?.[at] !== others?.[at]) differing += 1;
    }
  }
  return differing;
}
