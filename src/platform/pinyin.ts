/** Search tokens of a personal name: characters, pairs, the whole name, and pinyin of every surname reading. */
export declare function nameTokens(name: string): string[]

/** Tokens that a name must have to match what was typed. Empty where the query is too short to search. */
export declare function queryTokens(query: string): string[]

/** The `search_text` of a public name: normalised name, full pinyin of every reading, initials, separated by spaces. */
export declare function searchText(publicName: string): string

/** A key that sorts Chinese names by pinyin under collation C, the same on every server. */
export declare function sortKey(name: string): string
