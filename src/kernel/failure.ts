import type { ClauseRef } from './clause-ref.ts'

/**
 * What a user can be told, in seven kinds; the presenter maps each to one HTTP status and one exit code.
 * `refused` is the business saying no (with its clause); `forbidden` is the platform saying no; `defect` is ours.
 */
export type FailureKind = 'invalid' | 'refused' | 'forbidden' | 'absent' | 'conflict' | 'unavailable' | 'defect'

/** What happened, why, and what to do next; `{name}` stands for a parameter. */
export interface FailureText {
  readonly kind: FailureKind
  readonly what: string
  readonly why?: string
  readonly next: string
}

export type FailureParameters = Readonly<Record<string, string | number>>

/** One thing wrong in an input that may have many things wrong: a row of a file, a line of an article. */
export interface FailureDetail {
  readonly where: string
  readonly message: string
}

export interface FailureOptions {
  readonly clause?: ClauseRef
  readonly details?: readonly FailureDetail[]
  readonly cause?: unknown
}

/** An error with a code, a kind and a text in the catalogue. Everything else that is thrown is a defect. */
export class Failure extends Error {
  readonly code: string
  readonly text: FailureText
  readonly parameters: FailureParameters
  readonly clause: ClauseRef | undefined
  readonly details: readonly FailureDetail[]

  constructor(code: string, text: FailureText, parameters: FailureParameters, options: FailureOptions = {}) {
    super(fill(text.what, parameters), options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Failure'
    this.code = code
    this.text = text
    this.parameters = parameters
    this.clause = options.clause
    this.details = options.details ?? []
  }

  get kind(): FailureKind {
    return this.text.kind
  }

  get why(): string | undefined {
    return this.text.why === undefined ? undefined : fill(this.text.why, this.parameters)
  }

  get next(): string {
    return fill(this.text.next, this.parameters)
  }
}

export type FailureFactory = (parameters?: FailureParameters, options?: FailureOptions) => Failure

/** Every failure that any module can report, by code: the one catalogue that the documentation and the tests read. */
export const failureCatalogue = new Map<string, FailureText>()

/**
 * Declares a module's failures. `defineFailures('customer', { identityChecksum: {…} })` gives a factory whose failures carry
 * the code `customer.identityChecksum`.
 */
export function defineFailures<const T extends Readonly<Record<string, FailureText>>>(
  module: string,
  texts: T,
): { readonly [K in keyof T]: FailureFactory } {
  const factories: Record<string, FailureFactory> = {}
  for (const [name, text] of Object.entries(texts)) {
    const code = `${module}.${name}`
    if (failureCatalogue.has(code)) throw new Error(`failure ${code} is declared twice`)
    failureCatalogue.set(code, text)
    factories[name] = (parameters = {}, options = {}) => new Failure(code, text, parameters, options)
  }
  return factories as { readonly [K in keyof T]: FailureFactory }
}

function fill(template: string, parameters: FailureParameters): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in parameters ? String(parameters[name]) : whole,
  )
}
