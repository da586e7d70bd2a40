/**
 * What an unknown means. `article`, our default: a comparison with an unknown is unknown and a decision that depends on it is
 * unknown. `dmn`: the DMN 1.5 specification to the letter, for imported models. The dialect is part of the checked tree.
 */
export type Dialect = 'article' | 'dmn'

/** Decimals kept by division, power, root and logarithm, which round half-even at once, on both back ends alike. */
export const INEXACT_SCALE: Record<Dialect, number> = { article: 20, dmn: 34 }
