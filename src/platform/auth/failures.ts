import { defineFailures } from '../../kernel/failure.ts'

export const authFailures = defineFailures('auth', {
  signInNeeded: {
    kind: 'forbidden',
    what: '请先登录。',
    why: '尚未登录，或登录已过期、已退出、账号已停用。',
    next: '请登录后重试。',
  },
  wrongPassword: {
    kind: 'forbidden',
    what: '登录名或密码不正确。',
    next: '请核对后重试；忘记密码请联系系统管理员领取一次性登录码。',
  },
  wrongCode: {
    kind: 'forbidden',
    what: '一次性登录码不正确、已用过或已过期。',
    next: '请联系系统管理员重新领取。',
  },
  tooManyTries: {
    kind: 'unavailable',
    what: '登录尝试过于频繁，请在 {minutes} 分钟后再试。',
    why: '为防止猜测密码，同一账号、同一地址的尝试次数有限。',
    next: '稍后再试；急需登录可向系统管理员领取一次性登录码，不受此限。',
  },
  notYourPost: {
    kind: 'forbidden',
    what: '您没有担任这个岗位，不能切换。',
    next: '请从您的岗位列表中选择；岗位调整请联系系统管理员。',
  },
  weakPassword: {
    kind: 'invalid',
    what: '新密码不符合要求：{reason}。',
    next: '请换一个密码，长一些、不常见的句子最好。',
  },
  samePassword: {
    kind: 'invalid',
    what: '新密码与原密码相同。',
    next: '请换一个新密码。',
  },
  busy: {
    kind: 'unavailable',
    what: '此刻登录的人太多，请稍候。',
    next: '请过几秒再试。',
  },
})
