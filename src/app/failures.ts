import { defineFailures } from '../kernel/failure.ts'

export const failures = defineFailures('app', {
  unknownCommand: {
    kind: 'invalid',
    what: '没有命令“{name}”。',
    next: '{hint}用 zhike help 可查看全部命令。',
  },
  badArguments: {
    kind: 'invalid',
    what: '命令的参数不正确：{reason}。',
    next: '用法：zhike {usage}',
  },
  portInUse: {
    kind: 'unavailable',
    what: '端口 {port} 已被占用，网页服务没有启动。',
    why: '知客可能已在运行，或另一个程序占用了这个端口。',
    next: '请先停止占用它的程序，或换一个端口，例如 PORT=8081 npm start。',
  },
  cannotListen: {
    kind: 'unavailable',
    what: '不能在 {host}:{port} 上监听，网页服务没有启动。',
    why: '{reason}',
    next: '请核对 HOST 与 PORT；1024 以下的端口通常需要更高的权限。',
  },
})
