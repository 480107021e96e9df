import type { Address } from "@popgate/shared/api/address";

/** How values of one kind lie in a packed row. What was written is read as the same value. */
export interface Packing<Value> {
  write(row: PackedWriter, value: Value): void;
  read(row: PackedReader): Value;
  /** Passes over a value without making it. */
  skip(row: PackedReader): void;
}

/** An ordinary row has some two hundred octets; the longest that the columns' own bounds allow has 20 kB. */
const FIRST_OCTETS = 4 * 1024;
const NUMBER_OCTETS = 8;
/** Seven bits of a count in each octet, the highest bit where more follow. */
const COUNT_BITS = 7;
const MORE = 2 ** COUNT_BITS;
const NOT_LATIN1 = /[^\u0000-\u00ff]/;

/** The octets of the number beside them. */
const number = new Float64Array(1);
const numberOctets = new Uint8Array(number.buffer);

/** Puts values one behind the other. */
export class PackedWriter {
  #octets = Buffer.allocUnsafeSlow(FIRST_OCTETS);
  #length = 0;

  /** Forgets what was written: one writer serves all rows. */
  begin(): void {
    this.#length = 0;
  }

  /** One octet in each character, and a string of its own: what was written is not kept alive by it. */
  end(): string {
    return this.#octets.toString("latin1", 0, this.#length);
  }

  number(value: number): void {
    const at = this.#extend(NUMBER_OCTETS);
    this.#octets.writeDoubleLE(value, at);
  }

  /** @param value a whole number from 0, below 2³¹ */
  count(value: number): void {
    let rest = value;
    for (; rest >= MORE; rest >>>= COUNT_BITS) this.#octets[this.#extend(1)] = (rest % MORE) + MORE;
    this.#octets[this.#extend(1)] = rest;
  }

  /** Any text, half a surrogate pair too: an octet a character where that is enough, else two. */
  text(value: string): void {
    const isWide = NOT_LATIN1.test(value);
    const octets = isWide ? value.length * 2 : value.length;
    // How long it is and which of both, in one count.
    this.count(octets * 2 + Number(isWide));
    const at = this.#extend(octets);
    this.#octets.write(value, at, isWide ? "utf16le" : "latin1");
  }

  /** @returns where the new octets are */
  #extend(octets: number): number {
    const at = this.#length;
    this.#length += octets;
    if (this.#length > this.#octets.length) {
      const larger = Buffer.allocUnsafeSlow(this.#length * 2);
      this.#octets.copy(larger, 0, 0, at);
      this.#octets = larger;
    }
    return at;
  }
}

/** Reads them in the same order. */
export class PackedReader {
  readonly #packed: string;
  #at = 0;

  constructor(packed: string) {
    this.#packed = packed;
  }

  number(): number {
    for (let octet = 0; octet < NUMBER_OCTETS; octet += 1) {
      numberOctets[octet] = this.#packed.charCodeAt(this.#at + octet);
    }
    this.skipNumber();
    return number[0] ?? 0;
  }

  skipNumber(): void {
    this.#at += NUMBER_OCTETS;
  }

  count(): number {
    let value = 0;
    for (let bits = 0; ; bits += COUNT_BITS) {
      const octet = this.#packed.charCodeAt(this.#at);
      this.#at += 1;
      value += (octet % MORE) << bits;
      if (octet < MORE) return value;
    }
  }

  text(): string {
    const count = this.count();
    const start = this.#at;
    this.#at += count >>> 1;
    const octets = this.#packed.slice(start, this.#at);
    return count % 2 === 0 ? octets : Buffer.from(octets, "latin1").toString("utf16le");
  }

  skipText(): void {
    const count = this.count();
    this.#at += count >>> 1;
  }
}

export const FLAG: Packing<boolean> = {
  write: (row, value) => row.count(Number(value)),
  read: (row) => row.count() === 1,
  skip: (row) => void row.count(),
};

export const NUMBER: Packing<number> = {
  write: (row, value) => row.number(value),
  read: (row) => row.number(),
  skip: (row) => row.skipNumber(),
};

export const TEXT: Packing<string> = {
  write: (row, value) => row.text(value),
  read: (row) => row.text(),
  skip: (row) => row.skipText(),
};

export const ADDRESS: Packing<Address> = {
  write(row, { name, address }) {
    row.text(name);
    row.text(address);
  },
  read: (row) => ({ name: row.text(), address: row.text() }),
  skip(row) {
    row.skipText();
    row.skipText();
  },
};

export function nullable<Value>(packing: Packing<Value>): Packing<Value | null> {
  return {
    write(row, value) {
      FLAG.write(row, value !== null);
      if (value !== null) packing.write(row, value);
    },
    read: (row) => (FLAG.read(row) ? packing.read(row) : null),
    skip(row) {
      if (FLAG.read(row)) packing.skip(row);
    },
  };
}

export function listOf<Value>(packing: Packing<Value>): Packing<Value[]> {
  return {
    write(row, values) {
      row.count(values.length);
      for (const value of values) packing.write(row, value);
    },
    read(row) {
      const values: Value[] = [];
      for (let left = row.count(); left > 0; left -= 1) values.push(packing.read(row));
      return values;
    },
    skip(row) {
      for (let left = row.count(); left > 0; left -= 1) packing.skip(row);
    },
  };
}
