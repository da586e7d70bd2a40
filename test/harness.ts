import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../src/kernel/clock.ts'
import { readConfig } from '../src/platform/config.ts'
import { MAIN, VAULT } from '../src/platform/database/store-spec.ts'
import { type Ground, groundOn } from '../src/platform/ground.ts'
import type { ServerLogin } from '../src/platform/postgres/connection.ts'
import { cloneStore, TEST_HOME } from './cluster.ts'

export interface TestGroundOptions {
  readonly clock?: Clock
  readonly poolSize?: number
}

/** A ground whose databases and data folder are its own. */
export interface TestGround extends Ground {
  /** The owner's logins, for tests that look behind the application's back. */
  readonly owners: { readonly main: ServerLogin; readonly vault: ServerLogin }
}

/** A ground on fresh clones of the migrated template databases; `stop()` drops them. */
export async function testGround(options: TestGroundOptions = {}): Promise<TestGround> {
  const [main, vault] = await Promise.all([cloneStore(MAIN), cloneStore(VAULT)])
  const dataDir = mkdtempSync(join(TEST_HOME, 'data-'))
  const config = readConfig({ ZHIKE_DATA_DIR: dataDir, ZHIKE_LOG: process.env.ZHIKE_LOG ?? 'silent' })
  const release = async () => {
    await Promise.all([main.drop(), vault.drop()])
    rmSync(dataDir, { recursive: true, force: true })
  }
  const ground = await groundOn(config, { main: main.login, vault: vault.login, release }, options)
  return { ...ground, owners: { main: main.owner, vault: vault.owner } }
}

/** The same, dropped after the test or suite `t`. */
export async function withGround(
  t: { after(work: () => Promise<void>): void },
  options?: TestGroundOptions,
): Promise<TestGround> {
  const ground = await testGround(options)
  t.after(() => ground.stop())
  return ground
}
