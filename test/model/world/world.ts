import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "@popgate/shared/api/message";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { processHangUpMemory } from "@popgate/server/pop3/opening/hang-up-memory";
import { startCutProxy, type Cut, type CutProxy } from "../../support/line/cut-proxy.ts";
import { connectPop3 } from "../../support/line/raw-pop3.ts";
import { startGatewayBench, type GatewayBench } from "./gateway-bench.ts";
import { isRefusedUidl, type Trouble } from "../history.ts";
import type { Login } from "./person.ts";
import { SERVERS, type ServerKind, type ServerTraits } from "./servers.ts";
import { Truth } from "./truth.ts";

const PASSWORD = "tanstaaf";
/** A subject of a few letters, and a body. */
const LEAST_OCTETS = 40;
/** Long enough that no step is interrupted by it, short enough to be waited for. */
const RELEASE_AFTER_SECONDS = 0.05;
/** An end goes through two sockets of loopback, each in a turn or two of the event loop. */
const NOTICE_TURNS = 20;
/** Until a released or dropped session has let its lock go. */
const UNLOCK_LIMIT_MS = 10_000;

/** A message as it lies in the maildrop: `text` is what it says, and no two say the same. */
export interface PresentMessage {
  readonly uid: string;
  readonly text: string;
}

/** A server, a line and a gateway, used by one history after the other; each has a mailbox of its own. */
export class World {
  readonly #demo: DemoServer;
  readonly #proxy: CutProxy;
  #folder: string;
  /** What a killed gateway goes on writing to, until its end is complete. */
  #deadFolder: string | undefined;
  #gateway: GatewayBench;
  #user = "";
  #histories = 0;
  #messages = 0;
  #kind: ServerKind = "sound";
  /** Unique-ids that may be borne again, and the size of the next bearer if it is to be that of the last. */
  #left: { readonly uid: string; readonly octets: number | undefined }[] = [];
  readonly #octetsOf = new Map<string, number>();
  readonly #subjectBySize = new Map<number, string>();
  readonly #goneElsewhere = new Set<string>();
  #hasOtherNames = false;
  truth = new Truth();

  private constructor(demo: DemoServer, proxy: CutProxy, folder: string, gateway: GatewayBench) {
    this.#demo = demo;
    this.#proxy = proxy;
    this.#folder = folder;
    this.#gateway = gateway;
  }

  static async start(): Promise<World> {
    const demo = await startDemo({ failedLoginDelayMs: 0, messages: [], sessionsPerAddress: 10_000 });
    const proxy = await startCutProxy(demo.host, demo.pop3Port);
    const folder = mkdtempSync(join(tmpdir(), "popgate-world-"));
    return new World(demo, proxy, folder, await startGateway(folder, proxy.port));
  }

  begin(kind: ServerKind, messages: number): void {
    this.#histories += 1;
    this.#user = `kim${this.#histories}`;
    this.#kind = kind;
    this.#messages = 0;
    this.#left = [];
    this.#octetsOf.clear();
    this.#subjectBySize.clear();
    this.#goneElsewhere.clear();
    this.#hasOtherNames = false;
    this.truth = new Truth();
    this.#demo.control.setFaults(...SERVERS[kind].faults);
    // What lines that were cut have taught the gateway of its server would go on into other histories.
    processHangUpMemory.forget({ host: this.#proxy.host, port: this.#proxy.port, security: "none" });
    this.#demo.control.createMailbox({ user: this.#user, password: PASSWORD });
    this.#put(messages, false);
  }

  /** What the server is like now. */
  get server(): ServerTraits {
    return SERVERS[this.#kind];
  }

  /** From now on the server is like this. */
  becomes(kind: ServerKind): void {
    this.#kind = kind;
    this.ends();
  }

  get login(): Login {
    return { user: this.#user, password: PASSWORD, port: this.#proxy.port, isSecure: false };
  }

  get gateway(): GatewayBench {
    return this.#gateway;
  }

  /**
   * Whether another client removed one of them, and the server gives all messages one name: then nobody can
   * tell it from one of the same size that came in its place.
   */
  haveSuccessor(texts: ReadonlySet<string>): boolean {
    return this.server.uniqueIds === "shared" && [...texts].some((text) => this.#goneElsewhere.has(text));
  }

  /** UIDL was refused once: from then on a reading may bear names that another one does not have. */
  get hasOtherNames(): boolean {
    return this.#hasOtherNames;
  }

  /** In the order of their numbers. */
  present(): PresentMessage[] {
    const uids = this.#demo.control.peek(this.#user).map(({ uid }) => uid);
    const texts = this.#demo.control.readAll(this.#user).map((octets) => textOf(octets));
    return texts.map((text, index) => ({ text, uid: uids[index] ?? "" }));
  }

  /** @param isReused under unique-ids whose bearers are gone, which no server should do; some do */
  deliver(count: number, isReused: boolean): void {
    if (this.server.getsMail) this.#put(count, isReused);
  }

  #put(count: number, isReused: boolean): void {
    for (let nth = 0; nth < count; nth += 1) {
      this.#messages += 1;
      const text = `t${this.#messages}`;
      const left = isReused ? this.#left.shift() : undefined;
      const octets = messageOf(text, left?.octets ?? this.#sizeOf(left !== undefined));
      this.truth.deliver(text);
      this.#subjectBySize.set(octets.length, text);
      const uid = left?.uid ?? `m${this.#messages}`;
      this.#octetsOf.set(uid, octets.length);
      this.#demo.control.deliver(this.#user, octets, uid);
    }
  }

  /**
   * Unique-ids that no message bears any more. Where a reading was seen without one, the next bearer has the
   * same size: the gateway must tell them apart. Otherwise nothing but the header could.
   */
  retire(uids: readonly string[], seenGone: ReadonlySet<string>): void {
    for (const uid of uids) {
      const octets = this.#octetsOf.get(uid);
      this.#left.push({ uid, octets: seenGone.has(uid) ? octets : undefined });
    }
  }

  /** What a row is recognized by that shows nothing but its size: where the server is like that, no two are the same. */
  subjectOf({ octets }: Pick<Row, "octets">): string {
    if (this.#kind !== "without-uidl-and-top") return "";
    return this.#subjectBySize.get(octets ?? 0) ?? "";
  }

  #sizeOf(isReused: boolean): number {
    const isUnique = isReused || this.#kind === "without-uidl-and-top";
    return LEAST_OCTETS + (isUnique ? 10 + this.#messages : this.#messages % 3);
  }

  renumber(first: number): void {
    this.#demo.control.renumber(this.#user, first);
  }

  /** Another client signs in past the gateway; nothing happens where the maildrop is locked. */
  async otherClient(pick: number | undefined): Promise<void> {
    const client = await connectPop3(this.#demo.host, this.#demo.pop3Port);
    await client.ask(`USER ${this.#user}`);
    const isIn = (await client.ask(`PASS ${PASSWORD}`)).startsWith("+OK");
    const present = this.present();
    const number = pick === undefined ? 0 : pick % (present.length + 1);
    const message = present[number - 1];
    if (isIn && message !== undefined) {
      this.truth.mayGo(message.text);
      this.#goneElsewhere.add(message.text);
      await client.ask(`DELE ${number}`);
      await client.ask("QUIT");
    }
    await client.drop();
  }

  begins(trouble: Trouble | undefined): void {
    if (trouble === undefined) return;
    this.#hasOtherNames ||= isRefusedUidl(trouble);
    if (trouble.kind === "cut") this.#proxy.countAgain(trouble);
    if (trouble.kind === "server") this.#demo.control.setFaults(...this.server.faults, trouble.fault);
    if (trouble.kind === "down") this.#lineIsDead(true);
  }

  ends(): void {
    this.#proxy.countAgain();
    this.#demo.control.setFaults(...this.server.faults);
    this.#lineIsDead(false);
  }

  /** Ends when all know of a line that broke: server, line and gateway turn with the same event loop. */
  async noticed(): Promise<void> {
    for (let turn = 0; turn < NOTICE_TURNS; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Ends when no session holds the maildrop. @throws Error if one holds on to it */
  async unlocked(): Promise<void> {
    const { control } = this.#demo;
    if (!control.isLocked(this.#user)) return;
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error("the maildrop stays locked")), UNLOCK_LIMIT_MS);
      const stop = control.subscribe(() => {
        if (control.isLocked(this.#user)) return;
        clearTimeout(limit);
        stop();
        resolve();
      });
    });
  }

  /**
   * Another gateway with the same secret and the same folder. One that is killed says nothing any more,
   * and what it writes after its death is not read: the next one gets the folder as it was then.
   */
  async restart(isKilled: boolean): Promise<void> {
    if (isKilled) this.#kill();
    await this.#gateway.close();
    if (this.#deadFolder !== undefined) rmSync(this.#deadFolder, { recursive: true, force: true });
    this.#deadFolder = undefined;
    this.#proxy.countAgain();
    this.#lineIsDead(false);
    this.#gateway = await startGateway(this.#folder, this.#proxy.port);
  }

  /** Lines since then can be asked of `lineEnds`; at the cut, if there is one, the gateway is killed. */
  countLines(cut?: Cut): void {
    this.#proxy.countAgain(cut === undefined ? undefined : { ...cut, onCut: () => this.#kill() });
  }

  get lineEnds(): readonly Cut[] {
    return this.#proxy.lineEnds;
  }

  async close(): Promise<void> {
    await this.#gateway.close();
    await this.#proxy.close();
    await this.#demo.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Once is enough. */
  #kill(): void {
    if (this.#deadFolder !== undefined) return;
    this.#lineIsDead(true);
    this.#deadFolder = this.#folder;
    this.#folder = mkdtempSync(join(tmpdir(), "popgate-world-"));
    cpSync(this.#deadFolder, this.#folder, { recursive: true });
  }

  #lineIsDead(isDead: boolean): void {
    this.#proxy.setDown(isDead);
    if (isDead) this.#proxy.cutAll();
  }
}

function startGateway(dataDirectory: string, port: number): Promise<GatewayBench> {
  return startGatewayBench({
    dataDirectory,
    ports: [port],
    environment: { POPGATE_RELEASE_AFTER: String(RELEASE_AFTER_SECONDS) },
  });
}

/** Of exactly this size, with a line of a dot alone in its midst: where dots are not stuffed it ends there. */
function messageOf(text: string, octets: number): Buffer {
  const header = `Subject: ${text}\r\n\r\n`;
  const dot = "x\r\n.\r\n";
  return Buffer.from(`${header}${dot}${"x".repeat(octets - header.length - dot.length - 2)}\r\n`);
}

function textOf(octets: Buffer): string {
  return /^Subject: (\S+)/.exec(octets.toString("latin1"))?.[1] ?? "";
}
