/**
 * The two benchmark policies as an engineer writes them in SQL who knows PostgreSQL: the same tables, the same joins, the same
 * unknowns, plain CASE, a sub-select for each value that is used twice. They give the same grades row by row; the benchmark
 * checks that before it measures.
 */
const BANK = `customer c
  LEFT JOIN fact_customer_position p ON p.party_id = c.party_id
  LEFT JOIN fact_customer_finance f ON f.party_id = c.party_id
  LEFT JOIN fact_customer_credit k ON k.party_id = c.party_id`

export const flatScorecard = `
SELECT party_id, scope_no,
  CASE WHEN dishonest_debtor THEN 'D' WHEN score >= 75 THEN 'A' WHEN score >= 60 THEN 'B' WHEN score >= 45 THEN 'C' ELSE 'D' END AS grade,
  score
FROM (
  SELECT c.party_id, c.scope_no, k.dishonest_debtor,
    CASE WHEN p.deposit_balance >= 10000000 THEN 10 WHEN p.deposit_balance >= 1000000 THEN 6 WHEN p.deposit_balance < 1000000 THEN 2 ELSE 0 END
    + CASE WHEN p.deposit_average >= 5000000 THEN 8 WHEN p.deposit_average < 5000000 THEN 3 ELSE 0 END
    + CASE WHEN p.loan_balance < 500000 THEN 5 WHEN p.loan_balance >= 500000 THEN 2 ELSE 0 END
    + CASE WHEN p.product_count >= 4 THEN 6 WHEN p.product_count >= 2 THEN 3 ELSE 0 END
    + CASE WHEN f.total_assets >= 10000000 THEN 8 WHEN f.total_assets < 10000000 THEN 4 ELSE 0 END
    + CASE WHEN f.total_liabilities < 2000000 THEN 6 WHEN f.total_liabilities >= 2000000 THEN 2 ELSE 0 END
    + CASE WHEN f.debt_ratio < 400000 THEN 10 WHEN f.debt_ratio < 600000 THEN 7 WHEN f.debt_ratio >= 600000 THEN 2 ELSE 0 END
    + CASE WHEN f.current_ratio >= 200 THEN 8 WHEN f.current_ratio >= 100 THEN 5 ELSE 0 END
    + CASE WHEN f.quick_ratio >= 100 THEN 6 WHEN f.quick_ratio < 100 THEN 2 ELSE 0 END
    + CASE WHEN f.receivable_days < 60 THEN 6 WHEN f.receivable_days < 120 THEN 3 ELSE 0 END
    + CASE WHEN f.revenue >= 5000000 THEN 6 WHEN f.revenue < 5000000 THEN 3 ELSE 0 END
    + CASE WHEN f.net_profit > 0 THEN 6 ELSE 0 END
    + CASE WHEN k.overdue_days = 0 THEN 10 WHEN k.overdue_days > 0 AND k.overdue_days <= 30 THEN 4 ELSE 0 END
    + CASE WHEN k.overdue_count = 0 THEN 6 WHEN k.overdue_count BETWEEN 1 AND 2 THEN 2 ELSE 0 END
    + CASE WHEN k.on_time_ratio >= 900000 THEN 8 WHEN k.on_time_ratio >= 600000 THEN 4 ELSE 0 END
    + CASE WHEN k.inquiry_count <= 3 THEN 4 WHEN k.inquiry_count > 3 THEN 1 ELSE 0 END AS score
  FROM ${BANK}
  OFFSET 0
) scored`

export const chainOfEight = `
SELECT party_id, scope_no,
  CASE WHEN overall = '甲' AND dealing = '紧密' THEN '核心'
    WHEN overall IN ('甲', '乙') AND dealing IN ('紧密', '一般') THEN '重点'
    WHEN overall = '丁' THEN '退出'
    WHEN dealing = '疏' AND credit IN ('差', '未明') THEN '观察'
    ELSE '普通' END AS grade,
  NULL::bigint AS score
FROM (
  SELECT *, CASE WHEN deposit_balance IS NULL THEN '未明' WHEN deposit_balance >= 10000000 AND overall IN ('甲', '乙') THEN '紧密'
      WHEN deposit_balance >= 1000000 THEN '一般' ELSE '疏' END AS dealing
  FROM (
    SELECT *, CASE WHEN business = '优' AND credit IN ('优', '良') THEN '甲' WHEN business IN ('优', '良') AND credit IN ('优', '良') THEN '乙'
        WHEN credit = '差' THEN '丁' WHEN business = '差' THEN '丁' ELSE '丙' END AS overall
    FROM (
      SELECT *, CASE WHEN solvency = '强' AND profit IN ('强', '中') THEN '优' WHEN solvency IN ('强', '中') AND profit IN ('强', '中') THEN '良'
          WHEN solvency = '弱' AND profit = '弱' THEN '差' ELSE '可' END AS business
      FROM (
        SELECT *,
          CASE WHEN equity IS NULL OR debt_ratio IS NULL THEN '未明' WHEN equity >= 10000000 AND debt_ratio < 400000 THEN '强'
            WHEN equity >= 0 AND debt_ratio < 700000 THEN '中' ELSE '弱' END AS solvency,
          CASE WHEN net_profit IS NULL THEN '未明' WHEN net_profit > 1000000 AND revenue >= 5000000 THEN '强' WHEN net_profit > 0 THEN '中'
            ELSE '弱' END AS profit,
          CASE WHEN overdue_days IS NULL OR on_time_ratio IS NULL THEN '未明'
            WHEN overdue_days = 0 AND overdue_count = 0 AND on_time_ratio >= 800000 THEN '优'
            WHEN overdue_days <= 10 AND overdue_count <= 1 AND on_time_ratio >= 500000 THEN '良'
            WHEN overdue_days > 30 THEN '差' ELSE '可' END AS credit
        FROM (
          SELECT c.party_id, c.scope_no, p.deposit_balance, f.total_assets - f.total_liabilities AS equity, f.debt_ratio, f.net_profit,
            f.revenue, k.overdue_days, k.overdue_count, k.on_time_ratio
          FROM ${BANK}
          OFFSET 0
        ) facts
        OFFSET 0
      ) tiers
      OFFSET 0
    ) businesses
    OFFSET 0
  ) overalls
  OFFSET 0
) dealings`
