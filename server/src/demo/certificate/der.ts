/** The few DER forms (X.690) that a certificate needs. Each function gives one whole element. */

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;

export function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(content.length)]), content]);
}

export function sequence(...elements: readonly Buffer[]): Buffer {
  return element(SEQUENCE, ...elements);
}

export function set(...elements: readonly Buffer[]): Buffer {
  return element(SET, ...elements);
}

/** A positive integer, given as big-endian octets. */
export function integer(octets: Buffer): Buffer {
  // A leading one bit would read as a negative number.
  const isNegative = ((octets[0] ?? 0) & 0x80) !== 0;
  return element(INTEGER, isNegative ? Buffer.concat([Buffer.from([0]), octets]) : octets);
}

export function bitString(octets: Buffer, unusedBits = 0): Buffer {
  return element(BIT_STRING, Buffer.from([unusedBits]), octets);
}

export function octetString(octets: Buffer): Buffer {
  return element(OCTET_STRING, octets);
}

export function boolean(value: boolean): Buffer {
  return element(0x01, Buffer.from([value ? 0xff : 0]));
}

export function utf8String(text: string): Buffer {
  return element(UTF8_STRING, Buffer.from(text, "utf8"));
}

/** @param dotted e.g. "1.2.840.10045.4.3.2" */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return element(OBJECT_IDENTIFIER, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export function generalizedTime(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().replace(/[-:T]|\.\d+/g, "");
  return element(GENERALIZED_TIME, Buffer.from(digits, "ascii"));
}

function base128(value: number): number[] {
  const octets = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) octets.unshift((left & 0x7f) | 0x80);
  return octets;
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let left = length; left > 0; left >>>= 8) octets.unshift(left & 0xff);
  return [0x80 | octets.length, ...octets];
}
