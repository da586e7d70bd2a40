const RESERVED: ReadonlySet<string> = new Set(
  'and or not if then else in between some every satisfies true false null 且 或 非 是 否 未知 否决 说明 理由'.split(
    ' ',
  ),
)

/** Why `name` cannot be the name of a fact or a decision: rules, cases and lists could not tell it from what they are made of. */
export function nameFault(name: string): string | undefined {
  if (RESERVED.has(name)) return `“${name}”是规则里的词，不能作名称`
  if ([...name].length > 40) return '名称太长，至多 40 个字'
  if (!/^[\p{L}_]/u.test(name)) return `名称“${name}”要以文字开头`
  const stray = /["“”|、，,；;：:{}[\]⇒<>=≥≤≠?@\n]/u.exec(name)?.[0]
  return stray === undefined ? undefined : `名称里不能有“${stray}”`
}
