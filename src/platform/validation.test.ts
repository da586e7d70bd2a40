import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { detailsOf } from './validation.ts'

const told = (schema: z.ZodType, input: unknown) => {
  const { error } = schema.safeParse(input)
  assert.ok(error)
  return detailsOf(error).map(({ where, message }) => `${where}：${message}`)
}

test('what is wrong is told as a requirement, with what was given where that is no secret', () => {
  const schema = z.strictObject({
    name: z.string().min(1),
    password: z.string().min(12),
    limit: z.coerce.number().int().min(1).max(200),
    day: z.iso.date(),
    mode: z.enum(['upsert', 'create']),
    rows: z.array(z.string()).max(1),
    share: z.number(),
    half: z.number(),
  })
  const input = { password: 'geheim', limit: 500, day: '31/01', mode: 'x', rows: ['a', 'b'], share: '1', half: null }
  assert.deepEqual(told(schema, { ...input, nmae: '' }), [
    'name：必填，没有填写',
    'password：至少 12 个字符，实际 6 个',
    'limit：应不大于 200，实际是 500',
    'day：应是日期，写成 2026-01-31 的样子',
    'mode：应是以下之一：upsert、create',
    'rows：最多 1 项，实际 2 项',
    'share：应是数字，实际是文字',
    'half：应是数字，实际是空值',
    '：没有名为“nmae”的项，请核对名称或删去',
  ])
  assert.deepEqual(told(z.object({ limit: z.coerce.number() }), { limit: 'ten' }), ['limit：应是数字，实际不是数字'])
  assert.deepEqual(told(z.int(), 1.5), ['：应是整数，实际是 1.5'])
  assert.deepEqual(told(z.string().min(1), ''), ['：必填，没有填写'])
  assert.deepEqual(told(z.number().gt(0), 0), ['：应大于 0，实际是 0'])
})

test('nothing that zod can find wrong is told in English or by a pattern', () => {
  const wrong: [z.ZodType, unknown][] = [
    [z.string().regex(/^[a-z]+$/), '1'],
    [z.union([z.number(), z.boolean()]), 'x'],
    [z.instanceof(Date), 1],
    [z.map(z.string(), z.number()), 1],
    [z.record(z.string().max(1), z.number()), { long: 1 }],
    [z.string().startsWith('a'), 'b'],
    [z.ipv4(), 'x'],
    [z.number().multipleOf(5), 7],
    [z.bigint().max(3n), 4n],
    [z.set(z.string()).min(1), new Set()],
    [z.number().refine(() => false), 7],
    [z.string(), undefined],
    [z.never(), 7],
  ]
  for (const [schema, input] of wrong) {
    for (const { message } of schema.safeParse(input).error!.issues) assert.match(message, /^[^A-Za-z^$]+$/)
  }
})
