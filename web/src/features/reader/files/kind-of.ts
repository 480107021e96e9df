import type { Attachment } from "@popgate/shared/api/message";

/** Three or four letters that tell what a file claims to be. */
export function kindOf({ filename, contentType, message }: Attachment): string {
  if (message !== null) return "MAIL";
  const extension = /\.([a-z0-9]{1,4})$/i.exec(filename)?.[1];
  const subtype = contentType.split("/")[1]?.replace(/^(?:x-|vnd\.)/, "");
  return (extension ?? subtype?.slice(0, 4) ?? "?").toUpperCase();
}
