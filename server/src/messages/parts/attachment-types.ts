export type PreviewKind = "image" | "text" | "pdf";

/** What the gateway knows of a media type that attachments have. */
interface AttachmentType {
  /** The ending of its files, for a part that comes without a name. */
  readonly extension?: string;
  /** Endings that tell this type where nothing else does: a file inside a text has no header. */
  readonly toldBy?: readonly string[];
  /** The type under which such a part leaves us; absent where a browser or a program should not be told. */
  readonly servedAs?: string;
  /** How it is shown in the browser, where its first octets are what its header says. */
  readonly shownAs?: "image" | "pdf";
  /** What its octets begin with, or have near their beginning, read as Latin-1. */
  readonly mark?: RegExp;
}

/** How much of a part's beginning tells what it is: PDF readers look for their mark in so much. */
export const HEAD_OCTETS = 1024;

const UNKNOWN = "application/octet-stream";

/** All that is decided by an attachment's type; HTML, SVG and XML are never served, since a browser runs them. */
const TYPES: Readonly<Record<string, AttachmentType>> = {
  "image/png": picture("image/png", ["png"], /^\u0089PNG\r\n\u001a\n/),
  "image/jpeg": picture("image/jpeg", ["jpg", "jpeg"], /^\u00ff\u00d8\u00ff/),
  "image/gif": picture("image/gif", ["gif"], /^GIF8[79]a/),
  "image/webp": picture("image/webp", ["webp"], /^RIFF.{4}WEBP/s),
  "image/jpg": { servedAs: "image/jpeg" },
  "image/pjpeg": { servedAs: "image/jpeg" },
  "application/pdf": {
    extension: "pdf",
    toldBy: ["pdf"],
    servedAs: "application/pdf",
    shownAs: "pdf",
    mark: /%PDF-/,
  },
  "application/zip": { extension: "zip", toldBy: ["zip"], servedAs: "application/zip" },
  "application/x-zip-compressed": { servedAs: "application/zip" },
  "text/plain": { extension: "txt", toldBy: ["txt"], servedAs: "text/plain" },
  "text/csv": { extension: "csv", servedAs: "text/csv" },
  "text/calendar": { extension: "ics", servedAs: "text/calendar" },
  "text/vcard": { extension: "vcf", servedAs: "text/vcard" },
  "text/x-vcard": { extension: "vcf" },
  "text/html": { extension: "html" },
  "text/rfc822-headers": { extension: "txt" },
  "message/rfc822": { extension: "eml", servedAs: "message/rfc822" },
  "message/global": { extension: "eml" },
  "message/delivery-status": { extension: "txt" },
  "message/disposition-notification": { extension: "txt" },
  "application/pgp-signature": { extension: "asc", servedAs: "application/pgp-signature" },
  "application/pkcs7-signature": { extension: "p7s", servedAs: "application/pkcs7-signature" },
  "application/x-pkcs7-signature": { extension: "p7s" },
  ...servedOnly(
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
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "video/mp4",
    "video/webm",
  ),
};

/** The type to serve a part under: from a fixed list, because the sender's word must not choose a handler. */
export function servedType(declared: string): string {
  return known(declared)?.servedAs ?? UNKNOWN;
}

/** The ending for a part of this type that comes without a name. */
export function extensionOf(contentType: string): string {
  return known(contentType)?.extension ?? "bin";
}

/** The type that a file's name tells, where nothing else does. */
export function typeOfName(filename: string): string {
  const extension = /\.(\w{1,5})$/.exec(filename)?.[1]?.toLowerCase() ?? "";
  const [type] = Object.entries(TYPES).find(([, { toldBy }]) => toldBy?.includes(extension)) ?? [];
  return type ?? UNKNOWN;
}

/** A whole message as a part of another one; RFC 6532 gave it a second name. */
export function isMessage(contentType: string): boolean {
  return contentType === "message/rfc822" || contentType === "message/global";
}

/** The raster image that the octets are, whatever a header says: nothing else is ever shown as a picture. */
export function rasterType(head: Buffer): string | undefined {
  const [type] =
    Object.entries(TYPES).find((entry) => entry[1].shownAs === "image" && hasMark(entry[1], head)) ?? [];
  return type;
}

/**
 * How a part may be shown in the browser: only where its first octets are what its header says. HTML and
 * other text is shown as the text that it is written in.
 */
export function previewOf(contentType: string, head: Buffer): PreviewKind | undefined {
  const type = known(servedType(contentType));
  if (type?.shownAs !== undefined) return hasMark(type, head) ? type.shownAs : undefined;
  const isText = contentType.startsWith("text/") || contentType === "application/json";
  // Octets that no text holds; UTF-16 has them too and is saved instead.
  return isText && !head.includes(0) ? "text" : undefined;
}

function known(contentType: string): AttachmentType | undefined {
  return Object.hasOwn(TYPES, contentType) ? TYPES[contentType] : undefined;
}

function hasMark({ mark }: AttachmentType, head: Buffer): boolean {
  return mark?.test(head.toString("latin1", 0, HEAD_OCTETS)) === true;
}

function picture(type: string, extensions: readonly [string, ...string[]], mark: RegExp): AttachmentType {
  return { extension: extensions[0], toldBy: extensions, servedAs: type, shownAs: "image", mark };
}

function servedOnly(...types: readonly string[]): Record<string, AttachmentType> {
  return Object.fromEntries(types.map((type) => [type, { servedAs: type }]));
}
