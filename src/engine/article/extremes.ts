/** `Math.max` and `Math.min` for BigInt. */
export function largest(first: bigint, ...others: readonly bigint[]): bigint {
  let most = first
  for (const value of others) if (value > most) most = value
  return most
}

export function smallest(first: bigint, ...others: readonly bigint[]): bigint {
  let least = first
  for (const value of others) if (value < least) least = value
  return least
}
