/** Types under which a part may leave us. HTML, SVG and XML are not among them: a browser runs those. */
const SERVED = new Set([
  "application/pdf",
  "application/zip",
  "application/gzip",
  "application/x-7z-compressed",
  "application/x-tar",
  "application/msword",
  "application/rtf",
  "application/vnd.ms-excel",
  "application/vnd.ms-powerpoint",
  "application/vnd.oasis.opendocument.presentation",
  "application/vnd.oasis.opendocument.spreadsheet",
  "application/vnd.oasis.opendocument.text",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/pgp-signature",
  "application/pkcs7-signature",
  "audio/mpeg",
  "audio/ogg",
  "audio/wav",
  "image/gif",
  "image/jpeg",
  "image/png",
  "image/webp",
  "message/rfc822",
  "text/calendar",
  "text/csv",
  "text/plain",
  "text/vcard",
  "video/mp4",
  "video/webm",
]);

const UNKNOWN = "application/octet-stream";

/** The type to serve a part under: from a fixed list, because the sender's word must not choose a handler. */
export function servedType(declared: string): string {
  if (declared === "image/jpg" || declared === "image/pjpeg") return "image/jpeg";
  if (declared === "application/x-zip-compressed") return "application/zip";
  return SERVED.has(declared) ? declared : UNKNOWN;
}
