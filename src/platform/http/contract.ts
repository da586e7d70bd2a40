import type { output, ZodType } from 'zod'

/**
 * One operation of the HTTP API as a value: the only schema of its request and answer, read by the server, the OpenAPI
 * document, the browser and the tests. This file imports types only, so that a contract can go to the browser.
 */
export interface Operation<
  Params extends ZodType = ZodType,
  Query extends ZodType = ZodType,
  Body extends ZodType = ZodType,
  Answer extends ZodType = ZodType,
> {
  /** The operation's id in OpenAPI: `customer.show`. */
  readonly id: string
  readonly summary: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api`, with `:name` for parameters: `/customers/:partyId`. */
  readonly path: string
  /** The act that the caller must be allowed; `signed-in`: anybody with a session; `open`: anybody at all. */
  readonly act: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly answer: Answer
  /** Default 200; 202 for what goes on as a task. */
  readonly status?: 200 | 201 | 202
  /** Takes an `Idempotency-Key` header: the same key and body give the first answer again. */
  readonly idempotent?: boolean
  /** Largest body in bytes where 1 MiB is not enough. */
  readonly bodyLimit?: number
  /** Statement timeout in milliseconds where the default is not right. */
  readonly timeoutMs?: number
}

export interface OperationInput<Params extends ZodType, Query extends ZodType, Body extends ZodType> {
  readonly params: output<Params>
  readonly query: output<Query>
  readonly body: output<Body>
}

export function defineOperation<
  Params extends ZodType = ZodType<undefined>,
  Query extends ZodType = ZodType<undefined>,
  Body extends ZodType = ZodType<undefined>,
  Answer extends ZodType = ZodType<undefined>,
>(operation: Operation<Params, Query, Body, Answer>): Operation<Params, Query, Body, Answer> {
  return operation
}
