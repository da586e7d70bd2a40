import type { LocalDate } from '../../kernel/local-date.ts'
import { type CustomerDraft, type DraftField, type DraftProblem, isNatural } from './domain.ts'
import { birthDateOf, creditCodeProblem, identityProblem, normaliseNumber } from './identity.ts'
import { normalisePhone } from './phone.ts'

export interface CheckedDraft {
  /** The draft with every value as it is kept. */
  readonly draft: CustomerDraft
  readonly problems: readonly DraftProblem[]
}

const LENGTHS = {
  customerNo: 64,
  name: 120,
  address: 300,
  remark: 2000,
  industry: 60,
  region: 60,
} as const satisfies Partial<Record<DraftField, number>>

const LENGTH_FIELDS = Object.keys(LENGTHS) as (keyof typeof LENGTHS)[]

/** Only a remark may have tabs and line ends; nothing may have other control characters. */
const CONTROL = /\p{Cc}/u
const CONTROL_BUT_LINES = /(?![\t\r\n])\p{Cc}/u

/** Settles every value of a draft by itself, without looking at what is known. `today` bounds the dates. */
export function checkDraft(draft: CustomerDraft, today: LocalDate): CheckedDraft {
  const problems: DraftProblem[] = []
  const checked: { -readonly [K in keyof CustomerDraft]: CustomerDraft[K] } = { ...draft }
  const wrong = (field: DraftField, reason: string) => problems.push({ field, reason })
  for (const field of LENGTH_FIELDS) {
    const value = draft[field]
    if (typeof value !== 'string') continue
    const settled = value.trim()
    const problem = textProblem(settled, LENGTHS[field], field === 'remark')
    if (problem !== undefined) wrong(field, problem)
    if (settled !== value) checked[field] = settled
  }
  if (draft.customerNo !== undefined && checked.customerNo === '') wrong('customerNo', '不能为空')
  if (draft.name !== undefined && checked.name === '') wrong('name', '不能为空')
  if (draft.identityNo != null) {
    const number = normaliseNumber(draft.identityNo)
    const kind = draft.identityKind ?? 'id_card'
    const problem = identityProblem(kind, number)
    if (problem !== undefined) wrong('identityNo', problem)
    checked.identityNo = number
    checked.identityKind = kind
    if (problem === undefined && kind === 'id_card') agreeOnBirth(checked, birthDateOf(number)!, wrong)
  }
  if (draft.registeredCode != null) {
    const code = normaliseNumber(draft.registeredCode)
    const problem = creditCodeProblem(code)
    if (problem !== undefined) wrong('registeredCode', problem)
    checked.registeredCode = code
  }
  if (draft.phone != null) {
    const phone = normalisePhone(draft.phone)
    if (phone === undefined) wrong('phone', '不是有效的电话号码：手机号 11 位，固定电话须带区号')
    else checked.phone = phone
  }
  if (draft.email != null) {
    const email = draft.email.normalize('NFKC').trim()
    if (!/^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[^\s@<>"(),;:.]+$/.test(email) || email.length > 254) {
      wrong('email', '不是有效的电子邮箱地址')
    }
    checked.email = email
  }
  for (const field of ['foundedOn', 'birthDate', 'customerSince'] as const) {
    const date = checked[field]
    if (date != null && date > today) wrong(field, '日期晚于今天')
  }
  if (checked.birthDate != null && checked.birthDate < '1880-01-01') wrong('birthDate', '出生日期过早，请核对')
  if (
    draft.scopeNo !== undefined &&
    !(Number.isInteger(draft.scopeNo) && draft.scopeNo >= 0 && draft.scopeNo < 2 ** 31)
  ) {
    wrong('scopeNo', '账簿号应为不超过 2147483647 的整数')
  }
  return { draft: checked, problems }
}

function agreeOnBirth(
  draft: { birthDate?: LocalDate | null | undefined },
  birth: LocalDate,
  wrong: (field: DraftField, reason: string) => void,
): void {
  if (draft.birthDate == null) draft.birthDate = birth
  else if (draft.birthDate !== birth) wrong('birthDate', '与身份证号码中的出生日期不一致')
}

function textProblem(text: string, longest: number, lines: boolean): string | undefined {
  if (text.length > longest && [...text].length > longest) return `超过 ${longest} 个字`
  if ((lines ? CONTROL_BUT_LINES : CONTROL).test(text)) return '含有不可见的控制字符'
  return text.isWellFormed() ? undefined : '含有残缺的字符'
}

/** What a new customer lacks. */
export function missingForNew(draft: CustomerDraft): DraftProblem[] {
  const problems: DraftProblem[] = []
  if (draft.customerNo === undefined) problems.push({ field: 'customerNo', reason: '新客户必须有客户号' })
  if (draft.kind === undefined) problems.push({ field: 'kind', reason: '新客户必须有客户类型' })
  if (draft.name === undefined) {
    const what = draft.kind !== undefined && isNatural(draft.kind) ? '姓名' : '名称'
    problems.push({ field: 'name', reason: `新客户必须有${what}` })
  }
  return problems
}
