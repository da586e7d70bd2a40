import type { Context } from '../context.ts'
import type { Ground } from '../ground.ts'
import { type Principal, SYSTEM } from '../principal.ts'
import { type Credential, credentialByLogin, credentialOfPrincipal, savePassword } from './credential.ts'
import { authFailures } from './failures.ts'
import type { LoginLimits } from './limits.ts'
import { redeemCode } from './one-time-code.ts'
import { checkNewPassword, hashPassword, verifyPassword } from './password.ts'
import { closeSession, closeSessionsOf, openSession } from './session.ts'

/** Where a sign-in comes from. */
export interface Visitor {
  readonly address: string
  readonly traceId: string
  /** The session that the browser still holds, which the new one replaces. */
  readonly token: string | undefined
}

// Hashing takes tens of milliseconds and may queue, so it is done between transactions and holds no connection.

/**
 * Gives the token of a new session. An unknown or disabled account takes as long to refuse as a wrong password.
 * @throws auth.tooManyTries, auth.wrongPassword
 */
export async function signIn(
  ground: Ground,
  limits: LoginLimits,
  visitor: Visitor,
  { loginName, password }: { readonly loginName: string; readonly password: string },
): Promise<string> {
  await limits.tryPassword(loginName, visitor.address)
  const inside = <T>(work: (ctx: Context) => Promise<T>) => ground.transact(SYSTEM, work, { traceId: visitor.traceId })
  const credential = await inside((ctx) => credentialByLogin(ctx, loginName))
  if (!(await verifyPassword(credential?.passwordHash, password)) || !credential) {
    await inside((ctx) => refused(ctx, visitor, credential))
    throw authFailures.wrongPassword()
  }
  const token = await inside(async (ctx) => {
    // While the password was being verified another may have been chosen, or the account disabled, and its sessions ended.
    const now = await credentialByLogin(ctx, loginName)
    if (now?.passwordHash !== credential.passwordHash) throw authFailures.wrongPassword()
    return enter(ctx, credential.principalId, visitor, 'auth.signIn')
  })
  await limits.forgive(loginName, visitor.address)
  return token
}

/**
 * Signs in with a one-time code and sets the password that its holder chooses; every other session of theirs ends.
 * @throws auth.tooManyTries, auth.wrongCode, auth.weakPassword (then the code stays good)
 */
export async function signInWithCode(
  ground: Ground,
  limits: LoginLimits,
  visitor: Visitor,
  { code, newPassword }: { readonly code: string; readonly newPassword: string },
): Promise<string> {
  await limits.tryCode(visitor.address)
  const hash = await hashPassword(newPassword)
  const inside = <T>(work: (ctx: Context) => Promise<T>) => ground.transact(SYSTEM, work, { traceId: visitor.traceId })
  const token = await inside(async (ctx) => {
    const principalId = await redeemCode(ctx, code)
    const credential = principalId && (await credentialOfPrincipal(ctx, principalId))
    if (!credential) return undefined
    checkNewPassword(newPassword, credential.loginName)
    await savePassword(ctx, credential.principalId, hash)
    await closeSessionsOf(ctx, credential.principalId)
    return enter(ctx, credential.principalId, visitor, 'auth.signInWithCode')
  })
  if (token === undefined) {
    await inside((ctx) => refused(ctx, visitor, undefined))
    throw authFailures.wrongCode()
  }
  await limits.forgiveCode(visitor.address)
  return token
}

/**
 * @returns the token of a new session; all others of the person end.
 * @throws auth.tooManyTries, auth.wrongPassword, auth.weakPassword, auth.samePassword
 */
export async function changePassword(
  ground: Ground,
  limits: LoginLimits,
  visitor: Visitor,
  principal: Principal,
  { password, newPassword }: { readonly password: string; readonly newPassword: string },
): Promise<string> {
  const inside = <T>(work: (ctx: Context) => Promise<T>) =>
    ground.transact(principal, work, { traceId: visitor.traceId })
  const credential = await inside((ctx) => credentialOfPrincipal(ctx, principal.id))
  if (!credential) throw authFailures.signInNeeded()
  await limits.tryPassword(credential.loginName, visitor.address)
  if (!(await verifyPassword(credential.passwordHash, password))) {
    await inside((ctx) => refused(ctx, visitor, credential))
    throw authFailures.wrongPassword()
  }
  checkNewPassword(newPassword, credential.loginName)
  if (newPassword === password) throw authFailures.samePassword()
  const hash = await hashPassword(newPassword)
  await limits.forgive(credential.loginName, visitor.address)
  return inside(async (ctx) => {
    await savePassword(ctx, principal.id, hash)
    await closeSessionsOf(ctx, principal.id)
    return enter(ctx, principal.id, visitor, 'auth.changePassword')
  })
}

export async function signOut(ctx: Context, token: string): Promise<void> {
  await closeSession(ctx, token)
  await ctx.audit.record({ act: 'auth.signOut' })
}

/** A new token at each sign-in, the old one dead: a token planted before it is worth nothing after. */
async function enter(ctx: Context, principalId: string, visitor: Visitor, act: string): Promise<string> {
  if (visitor.token !== undefined) await closeSession(ctx, visitor.token)
  await ctx.audit.record({ act, principalId, detail: { address: visitor.address } })
  return openSession(ctx, principalId)
}

/** A wrong password or code; of whose account, where there is one. */
async function refused(ctx: Context, { address }: Visitor, credential: Credential | undefined): Promise<void> {
  const detail = { address, known: credential !== undefined }
  await ctx.audit.record({ act: 'auth.refused', detail, ...(credential && { principalId: credential.principalId }) })
}
