/** The part of `libsql/promise` that is used; its own declarations say `any`. */
declare module "libsql/promise" {
  export default class Database {
    constructor(path: string, options: { readonly timeout: number });
    /** Runs on another thread. */
    exec(sql: string): Promise<unknown>;
    /** Runs on another thread. */
    prepare(sql: string): Promise<Statement>;
    close(): void;
  }

  /** Its methods run on this thread, whatever the module's name says. */
  interface Statement {
    run(parameters: readonly unknown[]): { readonly changes: number };
    get(parameters: readonly unknown[]): unknown;
    all(parameters: readonly unknown[]): Promise<unknown[]>;
  }
}
