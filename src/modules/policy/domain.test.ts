import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decidesOn, digestOf, type PolicyVersion, segmentsOf, sortFiles } from './domain.ts'

const ALL = { lo: 0, hi: 999 }

function version(number: number, change: Partial<PolicyVersion> = {}): PolicyVersion {
  return {
    documentId: 'key-account',
    version: number,
    title: '大客户管理办法',
    subject: 'customer',
    units: [],
    state: 'active',
    effectiveOn: '2026-01-01',
    repealedOn: null,
    digest: '',
    ...change,
  }
}

describe('which version decides', () => {
  it('begins on its effective date and ends before its day of repeal', () => {
    const one = version(1, { effectiveOn: '2026-01-01', repealedOn: '2026-07-01' })
    const days = ['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01']
    assert.deepEqual(
      days.map((day) => decidesOn(one, day)),
      [false, true, true, false],
    )
  })

  it('is never a draft, and of the past also one that is repealed since', () => {
    assert.equal(decidesOn(version(1, { state: 'draft' }), '2026-05-01'), false)
    assert.equal(decidesOn(version(1, { state: 'repealed', repealedOn: '2026-07-01' }), '2026-05-01'), true)
  })

  it('is the latest effective one, and of one day the higher number', () => {
    const old = { version: version(1), ranges: [ALL] }
    const later = { version: version(2, { effectiveOn: '2026-03-01' }), ranges: [ALL] }
    const twin = { version: version(3, { effectiveOn: '2026-03-01' }), ranges: [ALL] }
    assert.deepEqual(segmentsOf([later, old], ALL), [{ ...ALL, version: 2 }])
    assert.deepEqual(segmentsOf([old, later, twin], ALL), [{ ...ALL, version: 3 }])
  })

  it('of a unit holds for its books only, and the institution keeps the rest', () => {
    const whole = { version: version(1), ranges: [ALL] }
    const branch = {
      version: version(2, { effectiveOn: '2026-03-01', units: ['B01'] }),
      ranges: [{ lo: 100, hi: 199 }],
    }
    assert.deepEqual(segmentsOf([whole, branch], ALL), [
      { lo: 0, hi: 99, version: 1 },
      { lo: 100, hi: 199, version: 2 },
      { lo: 200, hi: 999, version: 1 },
    ])
    assert.deepEqual(segmentsOf([whole, branch], { lo: 120, hi: 130 }), [{ lo: 120, hi: 130, version: 2 }])
    assert.deepEqual(segmentsOf([whole, branch], { lo: 199, hi: 200 }), [
      { lo: 199, hi: 199, version: 2 },
      { lo: 200, hi: 200, version: 1 },
    ])
  })

  it('leaves books out for which none holds, and joins neighbouring units of one version', () => {
    const branches = {
      version: version(1, { units: ['A', 'B'] }),
      ranges: [
        { lo: 100, hi: 149 },
        { lo: 150, hi: 199 },
      ],
    }
    assert.deepEqual(segmentsOf([branches], ALL), [{ lo: 100, hi: 199, version: 1 }])
    assert.deepEqual(segmentsOf([branches], { lo: 0, hi: 50 }), [])
  })
})

describe('the digest of a folder', () => {
  const files = [
    { file: 'document.md', text: '甲' },
    { file: '001.md', text: '乙' },
  ]

  it('does not hang on the order of the files, and does on every byte and name', () => {
    assert.equal(digestOf(files), digestOf(files.toReversed()))
    assert.notEqual(digestOf(files), digestOf([files[0]!, { file: '001.md', text: '乙\n' }]))
    assert.notEqual(digestOf(files), digestOf([files[0]!, { file: '002.md', text: '乙' }]))
    const shifted = [
      { file: '001.md', text: 'ab' },
      { file: '002.md', text: 'c' },
    ]
    assert.notEqual(
      digestOf(shifted),
      digestOf([
        { file: '001.md', text: 'a' },
        { file: '002.md', text: 'bc' },
      ]),
    )
  })

  it('puts document.md first', () => {
    assert.deepEqual(
      sortFiles(files.toReversed()).map(({ file }) => file),
      ['document.md', '001.md'],
    )
  })
})
