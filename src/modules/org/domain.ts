import type { LocalDate } from '../../kernel/local-date.ts'

/** 本人 / 本机构 / 辖内 / 全行: which books a holder of a post sees. */
export type Reach = 'book' | 'unit' | 'subtree' | 'institution'

export const REACH_TITLES: Readonly<Record<Reach, string>> = {
  book: '本人',
  unit: '本机构',
  subtree: '辖内',
  institution: '全行',
}

export interface Unit {
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly parent: string | null
  readonly lo: number
  readonly hi: number
}

export interface NewUnit {
  readonly code: string
  readonly name: string
  /** 总行、联社、支行… the institution's own word. */
  readonly kind: string
  /** Code of the unit above; absent for the institution itself. */
  readonly parent?: string
}

export interface NewPost {
  readonly code: string
  readonly name: string
  readonly reach: Reach
  /** Codes of roles. */
  readonly roles: readonly string[]
}

export interface NewStaff {
  readonly code: string
  readonly name: string
  /** Default: the staff code. */
  readonly loginName?: string
  readonly posts: readonly { readonly unit: string; readonly post: string; readonly since?: LocalDate }[]
}

export interface NewBook {
  readonly unit: string
  readonly name: string
  /** Code of who keeps it; absent: the unit's own book. */
  readonly staff?: string
}

/** An organisation as a file or a generator knows it. */
export interface OrganisationTree {
  readonly units: readonly NewUnit[]
  /** Posts beyond the shipped ones, or the shipped ones with the institution's own names. */
  readonly posts?: readonly NewPost[]
  readonly staff?: readonly NewStaff[]
  readonly books?: readonly NewBook[]
}

/** Where the books of a loaded organisation stand. */
export interface LoadedBooks {
  /** Number of the book that the staff member keeps (the first where they keep several). */
  ofStaff(staffCode: string): number
  /** Number of the unit's own book. */
  ofUnit(unitCode: string): number
}

/** Name of the book that every unit has of itself. */
export const OWN_BOOK = '机构公共客户'
