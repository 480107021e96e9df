import { guessLatin1 } from "../charset/decode-text.ts";
import { decodeWords } from "../header/encoded-words.ts";
import { readParameters, type ParameterField } from "../header/field-parameters.ts";
import { cleanLine, type HeaderField } from "../header/header-fields.ts";

/** What a part's header says about it. */
export interface MimePart {
  /** Lower case, without parameters; a declared type that is none reads "application/octet-stream". */
  readonly contentType: string;
  readonly charset: string | undefined;
  /** Of a multipart, as octets in latin1; undefined elsewhere. */
  readonly boundary: string | undefined;
  readonly encoding: "base64" | "quoted-printable" | "identity";
  /** As the sender wrote it, lower case; empty where he did not: "7bit" (RFC 2045 §6.1). */
  readonly declaredEncoding: string;
  readonly disposition: "inline" | "attachment" | undefined;
  /** As the sender wrote it: not to be trusted as a file's name. */
  readonly filename: string | undefined;
  /** Without angle brackets. */
  readonly contentId: string | undefined;
  /** Of the Content-Type, by lower-case name, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly flowed: "no" | "keepSpace" | "deleteSpace";
  /** It is one of several forms of the same text. */
  readonly isAlternative: boolean;
}

/** Where a part stands. */
export interface PartPlace {
  /** Of the multipart around it, lower case; undefined for the message itself. */
  readonly parentType: string | undefined;
  readonly isAlternative: boolean;
}

/** Parameters are short; a long value is made to cost time. */
const MAX_VALUE_OCTETS = 8 * 1024;
/** "quoted-printable" is the longest that there is. */
const MAX_ENCODING_CHARACTERS = 40;
const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]{1,127}\/[a-z0-9!#$&^_.+-]{1,127}$/;

export function readPartHeader(fields: readonly HeaderField[], place: PartPlace): MimePart {
  const type = structured(fields, "content-type");
  const disposition = structured(fields, "content-disposition");
  const contentType = mediaType(type?.value, place.parentType);
  const encoding = first(fields, "content-transfer-encoding");
  return {
    contentType,
    charset: type?.parameters["charset"],
    boundary: contentType.startsWith("multipart/") ? type?.parameters["boundary"] : undefined,
    encoding: encodingOf(encoding),
    declaredEncoding: cleanLine(encoding).toLowerCase().slice(0, MAX_ENCODING_CHARACTERS),
    disposition: dispositionOf(disposition?.value),
    filename: readName(disposition?.parameters["filename"]) ?? readName(type?.parameters["name"]),
    contentId: readContentId(first(fields, "content-id")),
    parameters: type?.parameters ?? {},
    flowed: flowOf(type?.parameters),
    isAlternative: place.isAlternative,
  };
}

function first(fields: readonly HeaderField[], name: string): string {
  const raw = fields.find((field) => field.name.toLowerCase() === name)?.raw ?? "";
  return raw.slice(0, MAX_VALUE_OCTETS);
}

function structured(fields: readonly HeaderField[], name: string): ParameterField | undefined {
  const raw = first(fields, name);
  return raw === "" ? undefined : readParameters(guessLatin1(raw));
}

function mediaType(value: string | undefined, parentType: string | undefined): string {
  const type = (value ?? "").trim().toLowerCase();
  // RFC 2046 §5.1.5: in a digest, what says nothing is a message.
  if (type === "") return parentType === "multipart/digest" ? "message/rfc822" : "text/plain";
  // "text" alone is what very old mailers wrote.
  if (type === "text") return "text/plain";
  return MEDIA_TYPE.test(type) ? type : "application/octet-stream";
}

function encodingOf(value: string): MimePart["encoding"] {
  const name = value.trim().toLowerCase();
  if (/^base64\b/.test(name)) return "base64";
  return /^quoted-printable\b/.test(name) ? "quoted-printable" : "identity";
}

/** RFC 2183 §2.8: a disposition that we do not know is an attachment. */
function dispositionOf(value: string | undefined): MimePart["disposition"] {
  const name = (value ?? "").trim().toLowerCase();
  if (name === "") return undefined;
  return name === "inline" ? "inline" : "attachment";
}

function readName(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const name = cleanLine(decodeWords(value));
  return name === "" ? undefined : name;
}

function readContentId(raw: string): string | undefined {
  const id = cleanLine(raw).replace(/^<|>$/g, "").trim();
  return id === "" ? undefined : id;
}

function flowOf(parameters: ParameterField["parameters"] | undefined): MimePart["flowed"] {
  if (parameters?.["format"]?.trim().toLowerCase() !== "flowed") return "no";
  return parameters["delsp"]?.trim().toLowerCase() === "yes" ? "deleteSpace" : "keepSpace";
}
