import type { Attachment } from "@popgate/shared/api/message";

/** Screenshots fit; a photograph as the camera made it is saved as an attachment instead. */
const MAX_PICTURE_OCTETS = 2 * 1024 * 1024;
/** They go into the document as data: URLs, a third longer, and are held until it is sent. */
export const MAX_PICTURES_OCTETS = 8 * 1024 * 1024;

/** Which attachments are shown inside the HTML: the first ones that fit. */
export function choosePictures(attachments: readonly Attachment[]): Attachment[] {
  let left = MAX_PICTURES_OCTETS;
  return attachments.filter(({ inline, octets }) => {
    const isChosen = inline && octets <= MAX_PICTURE_OCTETS && octets <= left;
    if (isChosen) left -= octets;
    return isChosen;
  });
}
