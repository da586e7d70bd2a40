import type { Dialect } from '../dialect.ts'
import type { Node } from '../tree.ts'
import { assumeKnown } from './assume-known.ts'
import { isAny, namesOfAll } from './names.ts'

/**
 * Tests as they read once the facts that they need are known to be there: the path that almost every subject takes. Undefined
 * where a test may be open all the same, through a division say: then there is no such path.
 *
 * In the DMN dialect a test that is not true is no match, so that nothing has to be known first.
 */
export interface Plain {
  /** Optional names that must not be null for the tests to be read so. */
  readonly guard: readonly string[]
  readonly tests: readonly (readonly Node[])[]
}

/** `tests` by row; cells that always hold are left out. */
export function plainTests(tests: readonly (readonly Node[])[], dialect: Dialect): Plain | undefined {
  const telling = tests.map((row) => row.filter((test) => !isAny(test)))
  if (dialect === 'dmn') return { guard: [], tests: telling }
  const plain = telling.map((row) => row.map(assumeKnown))
  if (plain.some((row) => row.some((test) => test.optional))) return undefined
  return { guard: optionalNames(telling.flat()), tests: plain }
}

/** The names in these trees that may be null. */
export function optionalNames(nodes: readonly Node[]): readonly string[] {
  return namesOfAll(nodes)
    .filter((name) => name.optional)
    .map((name) => name.identifier)
}
