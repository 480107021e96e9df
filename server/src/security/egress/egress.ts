import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { isIP, type BlockList, type LookupFunction } from "node:net";
import { normalHost, permits, type EgressRule } from "./egress-rule.ts";
import { addressSet, isInSet, isPublicAddress } from "./public-address.ts";

/** Where a connection wants to go. */
interface Destination {
  readonly host: string;
  readonly port: number;
}

export interface EgressOptions {
  readonly rules: readonly EgressRule[];
  /** CIDRs that may be dialled though they are not public, whatever rule led there. */
  readonly privateRanges?: readonly string[];
  /** How names become addresses; for tests that need a lying resolver. */
  readonly resolve?: (host: string) => Promise<LookupAddress[]>;
}

/** Says nothing of what the host resolves to: the answer would map the inner network. */
export class HostNotAllowedError extends Error {
  override readonly name = "HostNotAllowedError";
  readonly code = "EHOSTNOTALLOWED";

  constructor({ host, port }: Destination, options?: ErrorOptions) {
    super(`${host}:${port} is not among the servers that this gateway may reach`, options);
  }
}

/** The rules on where this gateway may connect. Checked by name first, then by every address. */
export class Egress {
  readonly #rules: readonly EgressRule[];
  readonly #privateRanges: BlockList;
  readonly #resolve: (host: string) => Promise<LookupAddress[]>;

  constructor(options: EgressOptions) {
    this.#rules = options.rules;
    this.#privateRanges = addressSet(options.privateRanges ?? []);
    this.#resolve = options.resolve ?? resolveBySystem;
  }

  /** Whether the operator's rules name this server; its addresses are checked when it is dialled. */
  allows({ host, port }: Destination): boolean {
    return this.#rules.some((rule) => permits(rule, host, port));
  }

  /** Whether a rule names this server in full, so that nothing about it is a stranger's discovery. */
  names({ host, port }: Destination): boolean {
    return this.#rules.some((rule) => rule.kind === "host" && permits(rule, host, port));
  }

  /**
   * The lookup for one server's socket: resolves, drops what must not be dialled, and yields the rest,
   * so that exactly the checked addresses are dialled. Yields HostNotAllowedError if nothing is left.
   * Forms such as `2130706433` or `0x7f.1` are names here; what they resolve to is checked.
   */
  lookupFor(server: Destination): LookupFunction {
    return (_hostname, options, callback) => {
      const refuse = (error: Error) => callback(error, options.all === true ? [] : "", 0);
      const answer = (addresses: LookupAddress[]) => {
        const first = addresses[0];
        if (first === undefined) refuse(new HostNotAllowedError(server));
        else if (options.all === true) callback(null, addresses);
        else callback(null, first.address, first.family);
      };
      this.#addressesOf(server).then(answer, refuse);
    };
  }

  async #addressesOf(server: Destination): Promise<LookupAddress[]> {
    if (!this.allows(server)) throw new HostNotAllowedError(server);
    const host = normalHost(server.host);
    const family = isIP(host);
    const found = family === 0 ? await this.#resolve(server.host) : [{ address: host, family }];
    const isNamed = this.names(server);
    return found.filter(({ address }) => isNamed || this.#mayDial(address));
  }

  #mayDial(address: string): boolean {
    return isPublicAddress(address) || isInSet(this.#privateRanges, address);
  }
}

function resolveBySystem(host: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
}
