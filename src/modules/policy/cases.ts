import { type Case, type Program, runCases, showValue } from '../../engine/index.ts'
import type { FailureDetail } from '../../kernel/failure.ts'

/** The cases of a document that its own rules contradict, on JavaScript: where each stands, and what comes out instead. */
export function failedCases(program: Program): FailureDetail[] {
  return runCases(program).flatMap(({ case: one, differences }) =>
    differences.map(({ word, found, missing }) => {
      const names = missing.map((identifier) => nameOf(program, identifier)).join('、')
      const lacking = names === '' ? '' : `（缺${names}）`
      return { where: placeOf(one), message: `用例不成立：${word.name} 得${showValue(word, found)}${lacking}` }
    }),
  )
}

/** `003.md:14:1` */
export function placeOf({ source }: Case): string {
  return `${source.file}:${source.line}:${source.column}`
}

function nameOf(program: Program, identifier: string): string {
  return program.inputs.find((word) => word.identifier === identifier)?.name ?? identifier
}
