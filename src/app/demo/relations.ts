import { findCustomer, listRelated, relateCustomer } from '../../modules/customer/index.ts'
import type { Context } from '../../platform/context.ts'
import { storyNumber } from './stories.ts'

/** `other` stands beside `customer` as `relation`; a shareholder with its holding in per cent. */
interface StoryRelation {
  readonly customer: string
  readonly other: string
  readonly relation: 'shareholder' | 'spouse' | 'sibling' | 'guarantor'
  readonly percent?: number
}

const holds = (other: string, percent: number, customer: string): StoryRelation => ({
  customer,
  other,
  relation: 'shareholder',
  percent,
})

/** 恒岳: a cycle (物流 holds 8 % of 控股), kin, and the 50/50 of 恒辉; 吴长河 and the neighbour whose loan he stands for. */
const RELATIONS: readonly StoryRelation[] = [
  holds('赵恒岳', 60, '青禾恒岳控股有限公司'),
  holds('林秀云', 15, '青禾恒岳控股有限公司'),
  holds('青禾恒岳物流有限公司', 8, '青禾恒岳控股有限公司'),
  holds('青禾恒岳控股有限公司', 100, '青禾恒岳建材有限公司'),
  holds('青禾恒岳控股有限公司', 51, '青禾恒岳物流有限公司'),
  holds('赵恒山', 70, '青禾恒山商贸有限公司'),
  holds('青禾恒岳物流有限公司', 25, '青禾润坤置业有限公司'),
  holds('青禾恒山商贸有限公司', 30, '青禾润坤置业有限公司'),
  holds('青禾恒岳建材有限公司', 50, '青禾恒辉新材料有限公司'),
  holds('禾西盛辉化工有限公司', 50, '青禾恒辉新材料有限公司'),
  { customer: '赵恒岳', other: '林秀云', relation: 'spouse' },
  { customer: '赵恒岳', other: '赵恒山', relation: 'sibling' },
  { customer: '郑满囤', other: '吴长河', relation: 'guarantor' },
]

const PARTS_PER_MILLION = 10_000

/** Enters the relations that the stories tell; those that stand already are left alone. */
export async function relateStories(ctx: Context): Promise<void> {
  const names = [...new Set(RELATIONS.flatMap(({ customer, other }) => [customer, other]))]
  const parties = new Map<string, string>()
  for (const name of names) parties.set(name, (await findCustomer(ctx, storyNumber(name))).partyId)
  for (const [customer, told] of Map.groupBy(RELATIONS, ({ customer }) => customer)) {
    const partyId = parties.get(customer)!
    const standing = new Set((await listRelated(ctx, partyId)).map(({ otherId, relation }) => `${relation} ${otherId}`))
    for (const { other, relation, percent } of told) {
      const otherId = parties.get(other)!
      if (standing.has(`${relation} ${otherId}`)) continue
      const share = percent === undefined ? undefined : percent * PARTS_PER_MILLION
      await relateCustomer(ctx, partyId, { relation, otherId, share })
    }
  }
}
