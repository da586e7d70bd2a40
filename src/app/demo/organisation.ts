import { type LocalDate, parseLocalDate } from '../../kernel/local-date.ts'
import type { OrganisationTree } from '../../modules/org/index.ts'
import { PLACES } from './places.ts'

/** The day from which everybody holds their post. */
const OPENED: LocalDate = parseLocalDate('2020-01-01')!

/** Posts of the bank's own, beside those that Zhike ships. */
export const POSTS = [
  { code: 'president', name: '行长', reach: 'institution', roles: ['reader'] },
  { code: 'vice_president', name: '分管副行长', reach: 'institution', roles: ['credit_reviewer'] },
  { code: 'department_head', name: '总行部门负责人', reach: 'institution', roles: ['reader'] },
  { code: 'union_head', name: '联社主任', reach: 'subtree', roles: ['branch_head'] },
  { code: 'clerk', name: '总行综合岗', reach: 'unit', roles: ['reader'] },
] as const

type PostCode =
  | (typeof POSTS)[number]['code']
  | 'branch_head'
  | 'customer_manager'
  | 'teller'
  | 'policy_officer'
  | 'credit_reviewer'
  | 'auditor'
  | 'administrator'

export interface DemoUnit {
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly parent?: string
}

export interface DemoStaff {
  readonly code: string
  readonly name: string
  readonly unit: string
  readonly post: PostCode
}

const HEAD = 'QH'

export const UNITS: readonly DemoUnit[] = [
  { code: HEAD, name: '青禾农村商业银行', kind: '总行' },
  { code: 'QH1', name: '禾东联社', kind: '联社', parent: HEAD },
  ...branches('QH1', ['禾东支行', '柳泉信用社', '北仓支行', '雁湖信用社']),
  { code: 'QH2', name: '禾西联社', kind: '联社', parent: HEAD },
  ...branches('QH2', ['禾西支行', '石桥信用社', '向阳坡支行', '青石岭信用社']),
  { code: 'QH3', name: '双桦联社', kind: '联社', parent: HEAD },
  ...branches('QH3', ['双桦支行', '桦湾信用社', '泉眼沟信用社', '松塔支行']),
]

function branches(parent: string, names: readonly string[]): DemoUnit[] {
  return names.map((name, at) => ({
    code: `${parent}0${at + 1}`,
    name,
    kind: name.endsWith('支行') ? '支行' : '信用社',
    parent,
  }))
}

/** The head office's twenty-four, of whom three lead the unions. */
const HEAD_OFFICE: readonly (readonly [string, PostCode, string?])[] = [
  ['顾维桢', 'president'],
  ['沈砚秋', 'vice_president'],
  ['段书航', 'vice_president'],
  ['贺兰庭', 'vice_president'],
  ['邵景明', 'union_head', 'QH1'],
  ['万里程', 'union_head', 'QH2'],
  ['齐玉衡', 'union_head', 'QH3'],
  ['许文澜', 'department_head'],
  ['卢清和', 'department_head'],
  ['白若松', 'department_head'],
  ['石敬之', 'department_head'],
  ['方知微', 'policy_officer'],
  ['叶怀瑾', 'policy_officer'],
  ['江映雪', 'credit_reviewer'],
  ['孟昭阳', 'credit_reviewer'],
  ['龚立诚', 'credit_reviewer'],
  ['乔木青', 'credit_reviewer'],
  ['尹思齐', 'auditor'],
  ['史可鉴', 'auditor'],
  ['安启明', 'administrator'],
  ['常润生', 'administrator'],
  ['汤小禾', 'clerk'],
  ['武思源', 'clerk'],
  ['黎书琴', 'clerk'],
]

const BRANCH_HEADS = [
  '梁慕远',
  '郝振东',
  '崔玉林',
  '田守义',
  '蒋维新',
  '谭福海',
  '姚素琴',
  '侯长青',
  '秦立夫',
  '康永顺',
  '龙宝田',
  '毛国栋',
]

const MANAGERS = [
  '何晓棠',
  '马立强',
  '杜春生',
  '薛静',
  '余海波',
  '范丽娜',
  '丁宝山',
  '阎立军',
  '潘红梅',
  '戴志远',
  '夏雨荷',
  '钟国强',
  '汪洋',
  '任晓峰',
  '姜春燕',
  '邹文斌',
  '熊大勇',
  '陆敏',
  '孔令辉',
  '邱淑芬',
  '江永年',
  '覃秀兰',
  '赖明达',
  '文景行',
]

const TELLERS = [
  '于晓慧',
  '董雪',
  '萧雅琴',
  '程佳',
  '曹颖',
  '袁梦',
  '邓春梅',
  '傅晓燕',
  '曾庆芳',
  '彭丽',
  '吕静怡',
  '苏婷',
  '卢娜',
  '蔡文静',
  '贾玲玲',
  '魏莉',
  '薛梅',
  '叶小青',
  '余秋月',
  '田甜',
  '金玉',
  '姚瑶',
  '廖晓云',
  '白洁',
  '崔莹',
  '毛秀英',
  '顾盼',
  '侯莉莉',
  '邵华',
  '史春雨',
  '万芳',
  '易欣',
]

export const STAFF: readonly DemoStaff[] = [
  ...HEAD_OFFICE.map(([name, post, unit], at) => ({ code: `Z${number(at + 1)}`, name, unit: unit ?? HEAD, post })),
  ...BRANCH_HEADS.map((name, at) => ({
    code: `H${number(at + 1)}`,
    name,
    unit: PLACES[at]!.branch,
    post: 'branch_head' as const,
  })),
  ...MANAGERS.map((name, at) => ({
    code: `M${number(at + 1)}`,
    name,
    unit: PLACES[at >> 1]!.branch,
    post: 'customer_manager' as const,
  })),
  ...TELLERS.map((name, at) => ({
    code: `T${number(at + 1)}`,
    name,
    unit: PLACES[at % 12]!.branch,
    post: 'teller' as const,
  })),
]

function number(at: number): string {
  return String(at).padStart(3, '0')
}

function codesAt(post: PostCode): ReadonlyMap<string, readonly string[]> {
  const at = new Map<string, string[]>(PLACES.map(({ branch }) => [branch, []]))
  for (const { code, unit, post: held } of STAFF) if (held === post) at.get(unit)!.push(code)
  return at
}

/** Codes of the managers, and of the tellers, of each branch: they keep the books. */
export const MANAGERS_AT = codesAt('customer_manager')
export const TELLERS_AT = codesAt('teller')

/** The bank as the organisation module takes it: every manager and teller keeps one book. */
export function demoOrganisation(): OrganisationTree {
  return {
    units: UNITS,
    posts: POSTS,
    staff: STAFF.map(({ code, name, unit, post }) => ({ code, name, posts: [{ unit, post, since: OPENED }] })),
    books: STAFF.filter(({ post }) => post === 'customer_manager' || post === 'teller').map(({ code, name, unit }) => ({
      unit,
      name: `${name}管户`,
      staff: code,
    })),
  }
}
