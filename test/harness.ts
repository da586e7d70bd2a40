import type { TestContext } from 'node:test'
import type { Clock } from '../src/kernel/clock.ts'
import type { Ground } from '../src/platform/ground.ts'

export interface TestGroundOptions {
  readonly clock?: Clock
  readonly poolSize?: number
}

/** A Ground on fresh clones of the migrated template databases; `stop()` drops them. */
export declare function testGround(options?: TestGroundOptions): Promise<Ground>

/** The same, dropped after the test or suite `t`. */
export declare function withGround(t: Pick<TestContext, 'after'>, options?: TestGroundOptions): Promise<Ground>
