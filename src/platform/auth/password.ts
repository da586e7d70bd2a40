import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { authFailures } from './failures.ts'
import { gate } from './gate.ts'

const derive = promisify(argon2)

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane; 34–80 ms on two cores. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

/** Two at a time, so that a storm of sign-ins takes 38 MiB and two threads and no more. */
const enter = gate(2, 64, () => authFailures.busy())

/** argon2id in PHC form. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const { memory, passes, parallelism } = COST
  const tag = await enter(() => derive('argon2id', { message: normalised(password), nonce, ...COST }))
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(tag)}`
}

/** A hash that no password has: verified against where there is no account, so that both take the same time. */
const NOBODY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** False where there is no hash, after as long as it takes to find a wrong password. */
export async function verifyPassword(hash: string | null | undefined, password: string): Promise<boolean> {
  const match = PHC.exec(hash ?? NOBODY)
  if (!match) throw new Error('the stored password hash is not argon2id in PHC form')
  const [, memory, passes, parallelism, nonce, expected] = match
  const wanted = Buffer.from(expected!, 'base64')
  const tag = await enter(() =>
    derive('argon2id', {
      message: normalised(password),
      nonce: Buffer.from(nonce!, 'base64'),
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      tagLength: wanted.length,
    }),
  )
  return timingSafeEqual(tag, wanted) && hash != null
}

const SHORTEST = 12
const LONGEST = 256

/**
 * Length before variety; not the login name, not one character over and over.
 * @source NIST SP 800-63B-4 §3.1.1
 * @throws auth.weakPassword
 */
export function checkNewPassword(password: string, loginName: string): void {
  const characters = [...normalised(password)]
  const reason =
    characters.length < SHORTEST
      ? `至少 ${SHORTEST} 个字符`
      : characters.length > LONGEST
        ? `至多 ${LONGEST} 个字符`
        : new Set(characters).size < 5
          ? '重复的字符太多'
          : normalised(password).toLowerCase().includes(loginName.toLowerCase())
            ? '不能含有登录名'
            : isRun(characters)
              ? '不能是连续的字符'
              : undefined
  if (reason) throw authFailures.weakPassword({ reason })
}

/** 123456789012, abcdefghijkl: each character the next of the one before. */
function isRun(characters: readonly string[]): boolean {
  const codes = characters.map((character) => character.codePointAt(0)!)
  const steps = codes.slice(1).filter((code, index) => Math.abs(code - codes[index]!) === 1)
  return steps.length >= codes.length - 3
}

/** One person's keyboards may compose 汉字 and accents differently. */
function normalised(password: string): string {
  return password.normalize('NFKC')
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
