import { customerModule } from '../modules/customer/index.ts'
import { factModule } from '../modules/fact/index.ts'
import { orgModule } from '../modules/org/index.ts'
import { policyModule } from '../modules/policy/index.ts'
import { ratingModule } from '../modules/rating/index.ts'
import type { Module } from '../platform/module.ts'

/** The modules, each importing only those before it: the order is the rule. */
export const ladder: readonly Module[] = [orgModule, factModule, policyModule, customerModule, ratingModule]
