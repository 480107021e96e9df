import type * as z from "zod/mini";

type Schema = z.ZodMiniType;

/** One endpoint as plain data: the server builds its route from it, the page its call. */
export interface Contract {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `{BASE_PATH}/api/v1`; `:name` stands for a parameter. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly params?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  /** Absent where the reply is a stream of octets or has no body. */
  readonly response?: Schema;
  readonly status: 200 | 201 | 204;
}

/** Keeps the literal types of a contract while checking its shape. */
export function contract<const C extends Contract>(value: C): C {
  return value;
}

/** What a contract's part is after parsing; `undefined` where the contract has no such part. */
export type Parsed<
  C extends Contract,
  Part extends "params" | "query" | "body" | "response",
> = C[Part] extends Schema ? z.infer<C[Part]> : undefined;

/** What may be sent for a contract's part: defaults may be left out. */
export type Sent<C extends Contract, Part extends "params" | "query" | "body"> = C[Part] extends Schema
  ? z.input<C[Part]>
  : undefined;
