import type { Node } from '../tree.ts'
import { emitJs } from '../visit/js.ts'

/** Local variables of the compiled function, by the identifier of the fact or answer that each holds. */
export type Locals = ReadonlyMap<string, string>

/** A node as a JavaScript expression over the local variables. */
export function script(node: Node, locals: Locals): string {
  return emitJs(node, (name) => locals.get(name.identifier) ?? 'null')
}

/** All tests of a row hold. Short-circuits; of DMN tests, which may be null, only true holds. */
export function scriptOfRow(tests: readonly Node[], locals: Locals): string {
  if (tests.length === 0) return 'true'
  return tests
    .map((test) => (test.optional ? `(${script(test, locals)}) === true` : `(${script(test, locals)})`))
    .join(' && ')
}

/** No name of the guard is null. */
export function scriptOfGuard(guard: readonly string[], locals: Locals): string {
  return guard.length === 0 ? 'true' : guard.map((identifier) => `${locals.get(identifier)} !== null`).join(' && ')
}

/** The environment that the settling functions read, made only where the plain path does not answer. */
export function scriptOfEnvironment(identifiers: Iterable<string>, locals: Locals): string {
  return `{${[...identifiers].map((identifier) => `${key(identifier)}: ${locals.get(identifier)}`).join(', ')}}`
}

/** A property key in an object literal; identifiers begin with a letter, so that none is `__proto__`. */
export function key(identifier: string): string {
  return JSON.stringify(identifier)
}
