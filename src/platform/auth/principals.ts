import type { Context } from '../context.ts'
import type { Principal } from '../principal.ts'

/** A post in which a person may act, as the switch in the corner of the screen shows it. */
export interface Capacity {
  /** Opaque to the platform; given back as the session's capacity. */
  readonly id: string
  /** 城关支行 · 支行行长（本机构） */
  readonly title: string
}

/**
 * The port through which the platform learns what a principal may do and see; the organisation fills it at composition.
 */
export interface PrincipalSource {
  /** Undefined where the principal is disabled, has left, or holds no post. An unknown `capacity` falls back to the widest. */
  principalOf(ctx: Context, principalId: string, capacity: string | undefined): Promise<Principal | undefined>
  capacitiesOf(ctx: Context, principalId: string): Promise<readonly Capacity[]>
}
