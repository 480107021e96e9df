/** Every account of a test server has it; it is used nowhere else. */
export const SERVER_PASSWORD = "tanstaaf";

/** The account that is in the server's APOP database, where one account cannot have both. */
export const APOP_USER = "apop";

export interface ServerAccount {
  readonly user: string;
  /** The exact octets, with CRLF. */
  readonly messages: readonly Buffer[];
}

export interface RealServer {
  readonly host: "127.0.0.1";
  /** Plain text, and STLS where the server has it. */
  readonly port: number;
  /** TLS from the first octet. */
  readonly tlsPort?: number;
  /** What a client must trust to accept the server. */
  readonly authority?: string;
  /** The files that hold a user's mail, as they lie on disk, by name. */
  mailOnDisk(user: string): Record<string, string>;
  stop(): Promise<void>;
}

export interface ServerKind {
  readonly name: string;
  /** The Debian package. */
  readonly packageName: string;
  /** Whether it can be run here; says why not, or throws under CI. */
  isAvailable(): boolean;
  start(accounts: readonly ServerAccount[]): Promise<RealServer>;
}
