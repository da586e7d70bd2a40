import { hook } from '../../engine/index.ts'

/**
 * The decisions that assessment asks policies for. One hook for each purpose: a customer has one class as a key account and, beside
 * it, one credit grade. None is required: an organisation without such a policy does not assess for it.
 */
export const ratingHooks = {
  keyAccountClass: hook('rating.key-account.class', {
    subject: 'customer',
    title: '大客户级别',
    inputs: [],
    result: 'text',
    required: false,
  }),
  depositLoanTier: hook('rating.deposit-loan.tier', {
    subject: 'customer',
    title: '存贷款客户分层',
    inputs: [],
    result: 'text',
    required: false,
  }),
  creditGrade: hook('rating.credit.grade', {
    subject: 'customer',
    title: '信用等级',
    inputs: [],
    result: 'text',
    required: false,
  }),
  salesTier: hook('rating.sales.tier', {
    subject: 'customer',
    title: '年销售额分层',
    inputs: [],
    result: 'text',
    required: false,
  }),
} as const
