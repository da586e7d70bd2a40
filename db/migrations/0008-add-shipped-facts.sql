-- The facts that Zhike ships for customers. An organisation's own go to fact_customer_own, from its policy documents.
SET LOCAL search_path = zhike, public;

SELECT add_fact('customer', identifier, name, type, unit, codes, 'measure', source, fresh_days, 'fact_customer_' || family, NULL)
FROM (VALUES
  ('position', 'deposit_balance',     '存款余额',         '金额', '元', '{}'::text[], '每日供数·账户', 35),
  ('position', 'deposit_average',     '存款日均',         '金额', '元', '{}', '每日供数·账户', 35),
  ('position', 'loan_balance',        '贷款余额',         '金额', '元', '{}', '每日供数·账户', 35),
  ('position', 'wealth_balance',      '理财余额',         '金额', '元', '{}', '每日供数·账户', 35),
  ('position', 'product_count',       '持有产品数',       '数量', '个', '{}', '每日供数·账户', 35),
  ('finance',  'total_assets',        '总资产',           '金额', '元', '{}', '财务报表', 365),
  ('finance',  'total_liabilities',   '总负债',           '金额', '元', '{}', '财务报表', 365),
  ('finance',  'debt_ratio',          '资产负债率',       '比率', '%', '{}', '财务报表', 365),
  ('finance',  'current_ratio',       '流动比率',         '小数(2)', '', '{}', '财务报表', 365),
  ('finance',  'quick_ratio',         '速动比率',         '小数(2)', '', '{}', '财务报表', 365),
  ('finance',  'receivable_days',     '应收账款周转天数', '天数', '天', '{}', '财务报表', 365),
  ('finance',  'revenue',             '营业收入',         '金额', '元', '{}', '财务报表', 365),
  ('finance',  'net_profit',          '净利润',           '金额', '元', '{}', '财务报表', 365),
  ('finance',  'registered_capital',  '注册资本',         '金额', '元', '{}', '工商登记', NULL),
  ('credit',   'overdue_days',        '逾期天数',         '天数', '天', '{}', '每日供数·信贷', 35),
  ('credit',   'overdue_count',       '近两年逾期次数',   '数量', '次', '{}', '每日供数·信贷', 35),
  ('credit',   'dishonest_debtor',    '失信被执行人',     '是否', '', '{}', '外部信用信息', 90),
  ('credit',   'litigation_amount',   '涉诉金额',         '金额', '元', '{}', '外部信用信息', 90),
  ('credit',   'on_time_ratio',       '付款及时率',       '比率', '%', '{}', '应收台账', 100),
  ('credit',   'inquiry_count',       '征信查询次数',     '数量', '次', '{}', '征信报告', 90),
  ('trade',    'annual_use',          '年用量',           '金额', '元', '{}', '每日供数·销售', 35),
  ('trade',    'annual_sales',        '年销售额',         '金额', '元', '{}', '每日供数·销售', 35),
  ('trade',    'payment_reputation',  '回款信誉',         '代码', '', '{好,较好,一般,差}', '资信评估表', 365),
  ('trade',    'profit_contribution', '利润贡献率',       '比率', '%', '{}', '每日供数·销售', 35),
  ('trade',    'growth_potential',    '增长潜力',         '代码', '', '{大,小}', '资信评估表', 365),
  ('trade',    'cooperation_years',   '合作年限',         '年数', '年', '{}', '合同台账', NULL),
  ('trade',    'trade_count',         '交易笔数',         '数量', '笔', '{}', '每日供数·销售', 35),
  ('judgement', 'reputation',         '市场口碑',         '代码', '', '{好,一般,差}', '定性评议', 365),
  ('judgement', 'management',         '管理水平',         '代码', '', '{高,中,低}', '定性评议', 365),
  ('judgement', 'outlook',            '行业前景',         '代码', '', '{向好,平稳,下行}', '定性评议', 365),
  ('judgement', 'stability',          '经营稳定性',       '代码', '', '{稳定,一般,波动}', '定性评议', 365),
  ('judgement', 'potential',          '发展潜力',         '代码', '', '{强,中,弱}', '定性评议', 365)
) AS shipped (family, identifier, name, type, unit, codes, source, fresh_days);
