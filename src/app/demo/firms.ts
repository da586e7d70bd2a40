import type { Random } from './random.ts'

/** The fifteen industries of the corporate market, by the names of 《国民经济行业分类》, with their share and how firms call themselves. */
export const INDUSTRIES: readonly {
  readonly name: string
  readonly share: number
  readonly trades: readonly string[]
}[] = [
  { name: '农、林、牧、渔业', share: 14, trades: ['农业', '种业', '牧业', '水产养殖', '农机专业合作'] },
  { name: '采矿业', share: 1, trades: ['矿业', '石料'] },
  { name: '电力、热力、燃气及水生产和供应业', share: 2, trades: ['热力', '燃气', '新能源'] },
  { name: '制造业', share: 21, trades: ['机械', '粮食加工', '乳业', '塑料制品', '木制品', '饲料', '服装', '新材料'] },
  { name: '建筑业', share: 9, trades: ['建筑工程', '装饰工程', '市政工程', '建材'] },
  { name: '金融业', share: 1, trades: ['融资担保', '小额贷款'] },
  { name: '房地产业', share: 3, trades: ['置业', '物业'] },
  { name: '批发和零售业', share: 24, trades: ['粮油贸易', '商贸', '五金', '农资', '医药', '百货', '汽车销售'] },
  { name: '交通运输、仓储和邮政业', share: 7, trades: ['物流', '运输', '仓储'] },
  { name: '住宿和餐饮业', share: 5, trades: ['餐饮', '酒店管理'] },
  { name: '信息传输、软件和信息技术服务业', share: 3, trades: ['信息技术', '软件'] },
  { name: '水利、环境和公共设施管理业', share: 2, trades: ['环保工程', '园林绿化'] },
  { name: '居民服务、修理和其他服务业', share: 4, trades: ['家政服务', '汽车维修'] },
  { name: '教育', share: 2, trades: ['教育科技', '培训'] },
  { name: '租赁和商务服务业', share: 2, trades: ['租赁', '人力资源', '广告'] },
]

const FIRST = [...'恒丰瑞盛金鑫华兴永顺宏泰佳禾鼎广福祥德隆嘉润万通联众']
const SECOND = [...'源达昌茂成和信诚远景辉耀腾发利康宁安泽林海']
const HEADS = ['青禾', '禾东', '禾西', '双桦', '青禾市', '双桦县']

export interface Firm {
  readonly name: string
  readonly industry: string
}

export function companyName(random: Random): Firm {
  const { name, trades } = random.weighted(INDUSTRIES.map((industry) => [industry, industry.share] as const))
  const brand = random.pick(FIRST) + random.pick(SECOND) + (random.chance(0.15) ? random.pick(FIRST) : '')
  const trade = random.pick(trades)
  const form = trade.endsWith('合作')
    ? '社'
    : random.weighted([
        ['有限公司', 80],
        ['有限责任公司', 14],
        ['股份有限公司', 6],
      ])
  return { name: `${random.pick(HEADS)}${brand}${trade}${form}`, industry: name }
}

/** A sole trader's shop, named after its keeper or its street. */
export function shopName(random: Random, keeper: string, place: string): Firm {
  const [trade, industry] = random.weighted<readonly [string, string]>([
    [['农资经销处', '批发和零售业'], 14],
    [['粮食收购站', '批发和零售业'], 10],
    [['超市', '批发和零售业'], 18],
    [['五金店', '批发和零售业'], 10],
    [['餐馆', '住宿和餐饮业'], 18],
    [['汽车修理部', '居民服务、修理和其他服务业'], 10],
    [['理发店', '居民服务、修理和其他服务业'], 8],
    [['运输户', '交通运输、仓储和邮政业'], 8],
    [['家具加工厂', '制造业'], 4],
  ])
  const brand = random.chance(0.5)
    ? keeper.slice(0, 1) + random.pick(['记', '家', '氏'])
    : random.pick(FIRST) + random.pick(SECOND)
  return { name: `${place}${brand}${trade}`, industry }
}

const BODIES: readonly (readonly [string, string, number])[] = [
  ['第一中学', '教育', 1],
  ['实验小学', '教育', 1],
  ['中心幼儿园', '教育', 1],
  ['职业技术学校', '教育', 1],
  ['中心卫生院', '卫生和社会工作', 1],
  ['妇幼保健院', '卫生和社会工作', 1],
  ['敬老院', '卫生和社会工作', 1],
  ['文化馆', '文化、体育和娱乐业', 1],
  ['供水站', '水利、环境和公共设施管理业', 1],
  ['环境卫生中心', '水利、环境和公共设施管理业', 1],
  ['财政所', '公共管理、社会保障和社会组织', 1],
  ['农业农村局', '公共管理、社会保障和社会组织', 1],
  ['社会保险事业中心', '公共管理、社会保障和社会组织', 1],
  ['村民委员会', '公共管理、社会保障和社会组织', 2],
]

export function institutionName(random: Random, place: string): Firm {
  const [body, industry] = random.weighted(BODIES.map((entry) => [entry, entry[2]] as const))
  return { name: `${place}${body}`, industry }
}
