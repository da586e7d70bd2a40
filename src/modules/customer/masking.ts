import { type CustomerRecord, nameOf } from './domain.ts'

/** 张三 → 张*, 欧阳春晓 → 欧***, 阿依古丽·买买提 → 阿***·***. The first character of a natural person's name stays. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name]
  return first + rest.map((sign) => (sign === '·' ? '·' : '*')).join('')
}

/** All but the last four signs, in groups of four: ** **** **** **** 1234. The first six would tell the place, the next eight the birthday. */
export function maskIdentity(value: string): string {
  const keep = Math.min(4, Math.floor(value.length / 2))
  const hidden = '*'.repeat(value.length - keep) + value.slice(value.length - keep)
  return hidden.replace(/(?<=.)(?=(?:.{4})+$)/g, ' ')
}

/** 13812341234 → 138****1234; a fixed line keeps its area code and last two digits. */
export function maskPhone(phone: string): string {
  if (/^1\d{10}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(-4)}`
  const keep = phone.length > 7 ? 2 : 0
  const area = /^0\d{2,3}-/.exec(phone)?.[0] ?? ''
  const body = phone.slice(area.length)
  return area + '*'.repeat(body.length - keep) + body.slice(body.length - keep)
}

/** zhang@example.cn → z****@example.cn. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '****' : `${email[0]}****${email.slice(at)}`
}

/** The first six characters, which say province and city and no more. */
export function maskAddress(address: string): string {
  const signs = [...address]
  return signs.length <= 6 ? '****' : `${signs.slice(0, 6).join('')}****`
}

/** What a screen, a list and an export may show without a logged reveal. */
export interface MaskedCustomer {
  readonly name: string
  readonly identityKind: string | null
  readonly identityNo: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly address: string | null
}

export function maskCustomer(record: CustomerRecord): MaskedCustomer {
  const mask = (value: string | null, by: (value: string) => string) => (value === null ? null : by(value))
  return {
    name: record.publicName ?? maskName(nameOf(record)),
    identityKind: record.identityKind,
    identityNo: mask(record.identityNo, maskIdentity),
    phone: mask(record.phone, maskPhone),
    email: mask(record.email, maskEmail),
    address: mask(record.address, maskAddress),
  }
}
