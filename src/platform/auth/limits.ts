import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { authFailures } from './failures.ts'

const WINDOW_SECONDS = 15 * 60

/**
 * How many wrong tries a quarter of an hour allows: of one account by one address, of one account by all, and by one address at
 * all. A right one gives its point back: behind a proxy a whole bank that comes to work has one address.
 */
const TRIES = { accountAtAddress: 5, account: 10, address: 60 } as const

/**
 * Limits on guessing, counted in the database, so that all nodes share them. A full account opens again after a quarter of an
 * hour whatever an attacker goes on trying, and a one-time code, which nobody can guess, passes by the account's limit.
 */
export interface LoginLimits {
  /** Counts one try with a password. @throws auth.tooManyTries */
  tryPassword(loginName: string, address: string): Promise<void>
  /** Counts one try with a one-time code. @throws auth.tooManyTries */
  tryCode(address: string): Promise<void>
  /** The right password: the account's count starts anew, the address gets its try back. */
  forgive(loginName: string, address: string): Promise<void>
  /** The right code: the address gets its try back. */
  forgiveCode(address: string): Promise<void>
}

export function loginLimits(pool: pg.Pool): LoginLimits {
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      schemaName: 'zhike',
      tableName: 'login_limit',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix,
      points,
      duration: WINDOW_SECONDS,
    })
  const accountAtAddress = limiter('account-address', TRIES.accountAtAddress)
  const account = limiter('account', TRIES.account)
  const addresses = limiter('address', TRIES.address)
  const both = (loginName: string, address: string) => `${accountKey(loginName)} ${addressKey(address)}`
  return {
    async tryPassword(loginName, address) {
      await count(addresses, addressKey(address))
      await count(accountAtAddress, both(loginName, address))
      await count(account, accountKey(loginName))
    },
    tryCode: (address) => count(addresses, addressKey(address)),
    async forgive(loginName, address) {
      await Promise.all([
        accountAtAddress.delete(both(loginName, address)),
        account.delete(accountKey(loginName)),
        addresses.reward(addressKey(address)),
      ])
    },
    async forgiveCode(address) {
      await addresses.reward(addressKey(address))
    },
  }
}

async function count(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    const seconds = Math.ceil(refusal.msBeforeNext / 1000)
    throw Object.assign(authFailures.tooManyTries({ minutes: Math.ceil(seconds / 60) }), { retryAfter: seconds })
  }
}

/** Long names cost a guesser nothing, so they are cut; the limit then holds for all that begin so. */
function accountKey(loginName: string): string {
  return loginName.normalize('NFKC').trim().toLowerCase().slice(0, 64)
}

/** One subscriber of IPv6 has a whole /64: the first four of the eight groups, with the zeros that `::` stands for. */
export function addressKey(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [head, tail] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = tail === undefined ? [] : new Array<string>(8 - head!.length - tail.length).fill('0')
  return [...head!, ...zeros, ...(tail ?? [])].slice(0, 4).join(':')
}

/** Counts that have run out. */
export async function forgetLimits({ client, now }: { client: pg.ClientBase; now: Date }): Promise<number> {
  const { rowCount } = await client.query('DELETE FROM zhike.login_limit WHERE expire < $1', [now.getTime()])
  return rowCount ?? 0
}
