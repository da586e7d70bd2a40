/** Something that somebody did. `detail` holds no `identify` value. */
export interface AuditEvent {
  /** The name of the act, `customer.reveal`. */
  readonly act: string
  readonly partyId?: string
  /** The clause that it rests on, `document/version/clause`. */
  readonly clause?: string
  readonly detail?: Record<string, unknown>
}

/** Records an event in the act's own transaction, under a keyed MAC. An event that cannot be recorded stops the act. */
export interface AuditTrail {
  record(event: AuditEvent): Promise<void>
}
