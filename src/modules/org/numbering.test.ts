import assert from 'node:assert/strict'
import { test } from 'node:test'
import { INSTITUTION, numberTree, ownSpan, roomUnder, type TreeNode } from './numbering.ts'

const leaf = (code: string): TreeNode => ({ code, children: [] })
const bank: TreeNode = {
  code: '总行',
  children: ['东', '西', '南'].map((code) => ({ code, children: [1, 2, 3, 4].map((n) => leaf(`${code}${n}`)) })),
}

test('a subtree is one range that holds all below it and nothing else', () => {
  const spans = numberTree(bank, INSTITUTION)!
  const inside = (inner: string, outer: string) =>
    spans.get(inner)!.lo >= spans.get(outer)!.lo && spans.get(inner)!.hi <= spans.get(outer)!.hi
  assert.ok(inside('西3', '西') && inside('西', '总行'))
  for (const other of ['东', '南', '东4', '南1']) assert.ok(!inside('西3', other))
  const leaves = [...spans].filter(([code]) => /\d/.test(code)).map(([, span]) => span)
  leaves.sort((a, b) => a.lo - b.lo)
  for (const [index, span] of leaves.entries()) assert.ok(index === 0 || span.lo > leaves[index - 1]!.hi)
})

test("a unit's own books stand apart from those of the units below", () => {
  const spans = numberTree(bank, INSTITUTION)!
  assert.ok(ownSpan(spans.get('东')!).hi < spans.get('东1')!.lo)
})

test('units may still be added, each in room of its own', () => {
  const spans = numberTree(bank, INSTITUTION)!
  const parent = spans.get('东')!
  const children = ['东1', '东2', '东3', '东4'].map((code) => spans.get(code)!)
  for (let added = 0; added < 40; added += 1) {
    const span = roomUnder(parent, children)!
    assert.ok(span.lo > children.at(-1)!.hi && span.hi <= parent.hi)
    children.push(span)
  }
})

test('a tree that has no room says so', () => {
  assert.equal(numberTree(bank, { lo: 1, hi: 64 }), undefined)
  assert.equal(roomUnder({ lo: 1, hi: 64 }, [{ lo: 9, hi: 60 }]), undefined)
})
