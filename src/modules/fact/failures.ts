import { defineFailures } from '../../kernel/failure.ts'

export const failures = defineFailures('fact', {
  differs: {
    kind: 'conflict',
    what: '数据项“{name}”（{identifier}）已经存在，类型为{present}，与要新增的{wanted}不一致。',
    why: '已有客户数据和制度按原来的类型使用它，不能就地改变。',
    next: '请换一个名称和标识，或者沿用现有的定义。',
  },
  nameTaken: {
    kind: 'conflict',
    what: '数据项名称“{name}”已由 {identifier} 使用。',
    why: '同一对象下一个名称只能指一个数据项，否则条文会有歧义。',
    next: '请换一个名称，或者沿用现有的数据项。',
  },
  badIdentifier: {
    kind: 'invalid',
    what: '数据项标识“{identifier}”不合规则。',
    why: '标识用作数据列名：小写英文字母开头，只含小写字母、数字和下划线，至多 63 个字符，且不是系统保留的列名。',
    next: '请改用例如 annual_use 这样的标识。',
  },
  badType: {
    kind: 'invalid',
    what: '数据项“{name}”的类型“{type}”不在允许之列。',
    next: '请使用：金额、比率、数量、小数(0 至 9)、天数、月数、年数、代码、文本、是否、日期。',
  },
  unknownFact: {
    kind: 'absent',
    what: '没有名为“{name}”的数据项。',
    why: '数据项目录（对象 {subject}）中查不到它。',
    next: '请用 zhike facts 查看已有数据项；自有数据项请先在制度的“定义”条款中声明并导入。',
  },
  unknownFamily: {
    kind: 'absent',
    what: '没有名为“{family}”的数据项族。',
    next: '客户的数据项族有：{known}。',
  },
  unknownSubject: {
    kind: 'absent',
    what: '没有名为“{subject}”的对象。',
    next: '已登记的对象有：{known}。',
  },
  badCondition: {
    kind: 'invalid',
    what: '筛选条件“{condition}”有误，没有执行。',
    next: '请按提示改正；可用的数据项见 zhike facts，写法与条款中的条件相同，如 存款余额 >= 50万元 and 客户类型 = "企业"。',
  },
  busy: {
    kind: 'unavailable',
    what: '暂时不能新增数据项“{name}”。',
    why: '该数据表正被其他操作占用。',
    next: '请稍候重试；如有导入或评定正在进行，请等它结束。',
  },
  changedMeanwhile: {
    kind: 'conflict',
    what: '有 {count} 位客户的数据在保存过程中被其他操作改动，本次没有保存。',
    next: '请重新执行一次；如再次出现，请等另一项导入结束。',
  },
})
