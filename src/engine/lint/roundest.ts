/**
 * A number from `low` to `high` with as few digits as can be, not negative where there is a choice: of the sums between 300000.01元
 * and 499999.99元 that is 40万元. Where there is no end in sight it is at most about ten of `one` above twice `low`.
 */
export function roundest(low: bigint, high: bigint, one = 1n): bigint {
  if (high < 0n) return -roundest(-high, -low, one)
  if (low <= 0n) return high === 0n ? 0n : roundest(1n, high, one)
  const beyond = low * 2n + 10n * one
  const near = high < ENDLESS || high < beyond ? high : beyond
  for (let step = 10n ** BigInt(near.toString().length); step > 1n; step /= 10n) {
    const multiple = ((low + step - 1n) / step) * step
    if (multiple <= near) return multiple
  }
  return low
}

/** Above any value that people write; the greatest value that a fact may have is beyond it. */
const ENDLESS = 10n ** 15n
