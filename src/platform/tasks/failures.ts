import { defineFailures } from '../../kernel/failure.ts'

export const taskFailures = defineFailures('task', {
  absent: {
    kind: 'absent',
    what: '没有这项任务，或不是您发起的。',
    next: '请到任务中心查看您发起的任务。',
  },
  unknownKind: {
    kind: 'absent',
    what: '系统不认识这类任务（{kind}）。',
    why: '任务可能是由更新版本的系统发起的。',
    next: '请在发起它的版本上运行，或取消该任务。',
  },
  notOpen: {
    kind: 'conflict',
    what: '任务已经结束，不能再取消或运行。',
    next: '如需重做，请重新发起。',
  },
  busy: {
    kind: 'conflict',
    what: '任务正在另一个进程中运行。',
    next: '请等待其完成；若那个进程已经中断，{seconds} 秒后可再次运行。',
  },
  lost: {
    kind: 'conflict',
    what: '任务已由另一个进程接手，本进程停止处理。',
    why: '本进程超过 {seconds} 秒没有报到，被认为已经中断。',
    next: '无需处理；可在任务中心查看进度。',
  },
  badInput: {
    kind: 'invalid',
    what: '任务的参数不正确。',
    next: '请按各项提示改正后重新发起。',
  },
})
