import type { NameNode, Node } from '../tree.ts'
import type { Facts, Value } from '../value.ts'
import { emitJs } from './js.ts'
import { jsRuntime } from './js-runtime.ts'

type Compiled = (facts: Facts) => Value

const compiled = new WeakMap<Node, Compiled>()

/** The expression as a function of facts by identifier. */
export function compileExpression(node: Node, emit: typeof emitJs = emitJs): Compiled {
  const code = emit(node, ({ identifier }: NameNode) => `f[${JSON.stringify(identifier)}]`)
  const run = new Function('$', `return (f) => ${code}`)(jsRuntime) as (facts: Facts) => Value | undefined
  return (facts) => run(facts) ?? null
}

/** Compiles once per node and runs: for formulas of cases and for tests. Decisions are compiled whole. */
export function evaluate(node: Node, facts: Facts): Value {
  let run = compiled.get(node)
  if (run === undefined) {
    run = compileExpression(node)
    compiled.set(node, run)
  }
  return run(facts)
}
