/** The library: FEEL's name of each function, and the Chinese names that mean the same. */
const LIBRARY: Readonly<Record<string, readonly string[]>> = {
  'is known': ['已知'],
  abs: ['绝对值'],
  floor: ['向下取整'],
  ceiling: ['向上取整'],
  'round half up': ['四舍五入'],
  'round half even': ['四舍六入五成双'],
  'round half down': ['五舍六入'],
  'round up': ['进位'],
  'round down': ['去尾'],
  decimal: [],
  modulo: ['余数'],
  sqrt: ['平方根'],
  log: ['自然对数'],
  exp: [],
  min: ['最小'],
  max: ['最大'],
  sum: ['合计'],
  mean: ['平均'],
  count: ['个数'],
  'list contains': ['列表包含'],
  'string length': ['字数'],
  substring: ['截取'],
  contains: ['包含'],
  'starts with': ['开头是'],
  'ends with': ['结尾是'],
  'upper case': [],
  'lower case': [],
  date: ['日期'],
  duration: [],
  year: ['年份'],
  month: ['月份'],
  day: ['几号'],
  'day of week': ['星期'],
  'days between': ['相隔天数'],
  'complete months': ['完整月数', 'years and months duration'],
  'complete years': ['完整年数'],
}

/** By every spelling, the name that the tree uses. */
export const FUNCTION_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(LIBRARY).flatMap(([name, others]) => [name, ...others].map((spelling) => [spelling, name] as const)),
)

const CLOCK = '结果取决于哪一刻执行，过后不能复算；请用一个日期数据项，如“评定日”'
const LOCALE = '两种执行方式对它的结果可能不同'

/** Functions of FEEL that are left out, and why: what cannot agree on both back ends, or cannot be replayed. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  now: CLOCK,
  today: CLOCK,
  string: LOCALE,
  number: LOCALE,
  matches: LOCALE,
  replace: LOCALE,
  split: LOCALE,
  sort: LOCALE,
  time: '只有日期，没有时刻',
  'date and time': '只有日期，没有时刻',
  median: LOCALE,
  stddev: LOCALE,
  mode: LOCALE,
  random: '结果不能复算',
}
