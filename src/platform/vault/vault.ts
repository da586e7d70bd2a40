/** Kinds of number that identify one party in the whole institution. */
export type IdentityKind = 'customer_no' | 'id_card' | 'uscc' | 'passport' | 'travel_permit' | (string & {})

export interface PartyScope {
  readonly partyId: string
  readonly scopeNo: number
}

export interface IdentityClaim extends PartyScope {
  readonly kind: IdentityKind
  readonly value: string
}

export interface ValueEntry extends PartyScope {
  readonly kind: string
  readonly values: readonly string[]
}

export interface NameEntry extends PartyScope {
  readonly tokens: readonly string[]
}

/** A range of books, and the parties shared beyond it. A `Principal` is one. */
export interface ScopeRange {
  readonly lo: number
  readonly hi: number
  readonly granted: readonly string[]
}

/** What one chunk of an import writes. Every claim must be free or the party's own: claims are settled before. */
export interface VaultChunk {
  readonly parties: readonly PartyScope[]
  readonly identities: readonly IdentityClaim[]
  readonly values: readonly ValueEntry[]
  readonly names: readonly NameEntry[]
}

/**
 * Seals and opens groups of columns under each party's own key: AES-256-GCM, a random 96-bit nonce, and the table's name
 * with the party's id as associated data, so that a ciphertext moved to another row or table does not open.
 */
export interface DataKeys {
  has(partyId: string): boolean
  /** Throws `platform.keyMissing` where the party has no key: never made, or destroyed. */
  seal(partyId: string, table: string, values: Readonly<Record<string, string | null>>): Buffer
  /** Throws `platform.sealBroken` where the ciphertext is not exactly what was sealed: never an empty answer. */
  open(partyId: string, table: string, sealed: Buffer): Record<string, string | null>
}

/**
 * All that must vanish when a party is destroyed: wrapped data keys, keyed digests of identities and of shared values, and
 * keyed search tokens of personal names. It is a database of its own and commits on its own: vault first, then main.
 */
export interface Vault {
  /** Creates the data keys that are missing and opens all, in the order of one statement. */
  createKeys(parties: readonly PartyScope[]): Promise<DataKeys>
  /** Opens the keys of the parties that have one; `has` tells which. */
  openKeys(partyIds: readonly string[]): Promise<DataKeys>
  /** Who holds each value now, in the order asked, over all scopes: the caller decides what may be told. */
  findIdentities(
    wanted: readonly { readonly kind: IdentityKind; readonly value: string }[],
  ): Promise<(PartyScope | undefined)[]>
  /** Claims every free value in one vault transaction; answers per claim who holds it then: the claimant, or another. */
  claimIdentities(claims: readonly IdentityClaim[]): Promise<PartyScope[]>
  /** Releases the identities of these kinds that a party holds and no longer has. */
  releaseIdentities(
    released: readonly { readonly partyId: string; readonly kind: IdentityKind; readonly value: string }[],
  ): Promise<void>
  /** Shared values (phone, email, id_tail): replaces what the party had under each entry's kind. */
  indexValues(entries: readonly ValueEntry[]): Promise<void>
  /** Parties in the range that have exactly this value, at most so many. */
  findByValue(kind: string, value: string, range: ScopeRange, atMost: number): Promise<string[]>
  /** Search tokens of personal names, see `nameTokens`: replaces what the party had. */
  indexNames(entries: readonly NameEntry[]): Promise<void>
  /** Parties in the range that have all tokens, see `queryTokens`, at most so many, in order of id. */
  searchNames(tokens: readonly string[], range: ScopeRange, atMost: number): Promise<string[]>
  /**
   * One import chunk in one vault transaction: keys, identities, values, names. Rows that are already there are kept, so a
   * chunk written twice is a chunk written once. Throws `platform.identityTaken` where another party holds a claimed value.
   */
  writeChunk(chunk: VaultChunk): Promise<DataKeys>
  /** Moves all of a party's rows to another book. */
  moveScope(parties: readonly PartyScope[]): Promise<void>
  /** Deletes all that the vault holds of a party. What was sealed under its key opens no more. */
  destroy(partyId: string): Promise<void>
  /** Destroys what belongs to parties that main does not know (a crash between the two commits); answers how many. */
  sweepOrphans(exists: (partyIds: string[]) => Promise<Set<string>>): Promise<number>
}
