import type { ClauseHead } from '../program.ts'
import type { Source } from '../source.ts'
import type { Facts } from '../value.ts'

/**
 * An `error` is a defect whatever the policy means to say. A `warning` may be meant. A `note` says what the linter could not tell,
 * or what only impossible values would show.
 */
export type FindingSeverity = 'error' | 'warning' | 'note'

export const FINDING_CODES = {
  gap: '没有一行管到的情况',
  'double-boundary': '界线上的数同属两档',
  overlap: '两行同时成立',
  contradiction: '同样的情况，结果不同',
  'never-fires': '永远轮不到的行',
  'row-empty': '不可能成立的行',
  'grade-unreachable': '没有一个得分够得到的等级',
  'veto-without-reason': '一票否决没有写理由',
  'any-needless': '取用方式与各行不合',
  'fact-unused': '定义了没有用到',
  'deadline-missing': '期限未明',
  'cannot-tell': '未能判断',
  'too-large': '表太大，没有查完',
} as const

export type FindingCode = keyof typeof FINDING_CODES

/** What a lawyer would say of a clause. */
export interface Finding {
  readonly severity: FindingSeverity
  readonly code: FindingCode
  readonly clause: Pick<ClauseHead, 'number' | 'name'>
  /** Where it stands: the first of the rows, else the clause's heading. */
  readonly source: Source
  /** Numbers of the rows it speaks of, from 1, as the table counts them. */
  readonly rows: readonly number[]
  /** Chinese, a whole sentence. */
  readonly message: string
  /** Facts that show it: the compiled program was run on them. Absent facts are unknown. */
  readonly example?: Example
  /** The cells to replace to have it closed, 左闭右开. */
  readonly close?: readonly CellEdit[]
}

export interface Example {
  readonly facts: Facts
  /** The facts as people write them, by name: 年用量 40万元. */
  readonly shown: readonly { readonly name: string; readonly value: string }[]
}

/** One cell of a table with its new text. */
export interface CellEdit {
  /** The row's place in the file. */
  readonly source: Source
  /** The row's number, from 1. */
  readonly row: number
  /** The column's header. */
  readonly column: string
  readonly from: string
  readonly to: string
}

const ORDER: Readonly<Record<FindingSeverity, number>> = { error: 0, warning: 1, note: 2 }

/** In the order of the text; on one line the gravest first. */
export function inOrderOfText(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      (a.source.file < b.source.file ? -1 : a.source.file > b.source.file ? 1 : 0) ||
      a.source.line - b.source.line ||
      ORDER[a.severity] - ORDER[b.severity],
  )
}
