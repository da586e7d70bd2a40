import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { nameTokens, normaliseName, queryTokens, searchText, sortKey } from './pinyin.ts'

/** Whether a search for `query` finds a person called `name`, as the vault decides it. */
function finds(query: string, name: string): boolean {
  const wanted = queryTokens(query)
  const tokens = new Set(nameTokens(name))
  return wanted.length > 0 && wanted.every((token) => tokens.has(token))
}

suite('personal names', () => {
  for (const query of [
    '单',
    '单晓',
    '晓明',
    '单晓明',
    '明',
    'shan',
    'shanxiao',
    'shan xiao ming',
    'SXM',
    'sx',
    '单xm',
    '单xiaoming',
    'danxiao',
    '单·晓明',
  ])
    test(`单晓明 is found by ${query}`, () => assert.ok(finds(query, '单晓明')))
  for (const query of ['s', '晓单', '单明', 'xm', '小明', 'shanx', '·', ''])
    test(`单晓明 is not found by ${JSON.stringify(query)}`, () => assert.ok(!finds(query, '单晓明')))

  test('a compound surname is read as one', () => {
    assert.ok(finds('moqixue', '万俟雪'))
    assert.ok(finds('oynn', '欧阳娜娜'))
  })
  test('ü is typed v', () => assert.ok(finds('lvbu', '吕布')))
  test('a character beyond the basic plane is one character', () => {
    assert.ok(finds('𠮷', '𠮷田'))
    assert.ok(finds('𠮷田', '𠮷田'))
  })
  test('a name in letters is found by word, whole and initials', () => {
    for (const query of ['john', 'Smith', 'John Smith', 'js']) assert.ok(finds(query, 'John Smith'), query)
  })
  test('full-width letters and digits are the same as half-width', () => assert.ok(finds('客户１０１', '客户101')))
})

suite('public names', () => {
  test('polyphones are read by the word they stand in', () =>
    assert.equal(searchText('重庆长江实业'), '重庆长江实业 chongqingchangjiangshiye cqcjsy'))
  test('punctuation and width do not matter', () =>
    assert.equal(normaliseName('（中国）ＡＢＣ 有限公司'), '中国abc有限公司'))
  test('a name in letters has no pinyin', () => assert.equal(searchText('ABC Ltd.'), 'abcltd'))
})

suite('order', () => {
  test('by sound, tone and character, a surname by its own sound', () => {
    const names = ['张三', '单晓', '重庆', '安娜', '长江', '沙一', '章三']
    const sorted = names.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    assert.deepEqual(sorted, ['安娜', '长江', '重庆', '沙一', '单晓', '张三', '章三'])
  })
  test('a long name is no person', () => assert.match(sortKey('解放路支行'), /^jie3解/))
})
