import { defineFailures } from '../../kernel/failure.ts'

/** What can be wrong with a database server: our own private one, or the organisation's. */
export const failures = defineFailures('database', {
  binariesMissing: {
    kind: 'unavailable',
    what: '没有找到本机（{platform}）可用的数据库程序。',
    why: '{reason}',
    next: '请重新执行 npm ci；如本机平台不受支持，请用 DATABASE_URL 与 ZHIKE_VAULT_URL 指定外部 PostgreSQL。',
  },
  clusterVersion: {
    kind: 'unavailable',
    what: '数据目录 {folder} 属于 PostgreSQL {found}，而本版本自带 PostgreSQL {expected}。',
    why: '不同大版本的数据文件不能直接打开。',
    next: '请用原来的版本启动并备份，再在新目录恢复；或用 ZHIKE_DATA_DIR 指定另一个目录。原目录没有任何改动。',
  },
  notACluster: {
    kind: 'unavailable',
    what: '目录 {folder} 里已有其他文件，不能用作数据库目录。',
    next: '请用 ZHIKE_DATA_DIR 指定一个空目录，或把其中的文件移走。',
  },
  noRight: {
    kind: 'unavailable',
    what: '不能读写 {path}。',
    why: '{reason}',
    next: '请把该目录的所有者改为运行知客的用户，或用 ZHIKE_DATA_DIR 指定一个可写的目录。',
  },
  diskFull: {
    kind: 'unavailable',
    what: '磁盘空间不足，操作没有完成，已有数据不受影响。',
    next: '请清理或扩充磁盘后重试。',
  },
  startFailed: {
    kind: 'unavailable',
    what: '数据库（{folder}）没有启动成功。',
    why: '{reason}',
    next: '请查看 {folder} 中的 server.log；排除原因后重新启动。',
  },
  secretMissing: {
    kind: 'unavailable',
    what: '找不到数据库口令文件 {file}。',
    why: '数据库已经建立，而它的口令文件不在了。',
    next: '请从备份恢复该文件；口令文件须与数据目录一并保管。',
  },
  busyRegistry: {
    kind: 'unavailable',
    what: '另一个知客进程正在启动或停止数据库，等待已超过 {seconds} 秒。',
    next: '请稍后重试；如没有其他进程，请删除 {file} 后重试。',
  },
  serverVersion: {
    kind: 'unavailable',
    what: '{which}的 PostgreSQL 版本是 {found}，知客支持 15 至 18。',
    next: '请升级数据库，或改用受支持的服务器。',
  },
  unsafeServer: {
    kind: 'unavailable',
    what: '{which}的参数 {settings} 处于关闭状态，系统拒绝启动。',
    why: '关闭后，断电或崩溃可能丢失已答复成功的业务。',
    next: '请在 postgresql.conf 中打开后重启数据库。',
  },
  encoding: {
    kind: 'unavailable',
    what: '{which}的字符编码是 {found}，必须是 UTF8。',
    next: '请以 ENCODING UTF8 新建数据库后再连接。',
  },
  unreachable: {
    kind: 'unavailable',
    what: '{which}连接不上。',
    why: '{reason}',
    next: '请检查数据库是否运行、连接地址与口令是否正确，再重试。',
  },
  rolesMissing: {
    kind: 'unavailable',
    what: '{which}缺少知客需要的角色，而当前登录用户无权创建。',
    why: '缺少：{roles}。',
    next: '请由数据库管理员执行下列语句后重新启动（口令见文件 {file}）：\n{statements}',
  },
  rolePassword: {
    kind: 'unavailable',
    what: '{which}的角色 {role} 已经存在，但口令与文件 {file} 中的不同。',
    why: '该角色可能由另一套知客在使用，系统不会擅自改动它的口令。',
    next: '请把原有口令写入该文件；或由管理员执行 ALTER ROLE {role} PASSWORD 改为文件中的口令。',
  },
  extensionMissing: {
    kind: 'unavailable',
    what: '{which}没有扩展 {extension}，当前登录用户也无权创建。',
    why: '{reason}',
    next: '请由数据库管理员在该库执行：CREATE EXTENSION {extension} SCHEMA public;',
  },
  migrationFailed: {
    kind: 'unavailable',
    what: '{which}的结构升级没有完成（{migration}），已全部撤回。',
    why: '{reason}',
    next: '数据没有改动。请把此信息交给系统管理员，排除原因后重新启动。',
  },
  newerSchema: {
    kind: 'unavailable',
    what: '{which}由更新版本的知客建立，当前版本不能使用。',
    why: '缺少结构文件 {migration}。',
    next: '请改用与数据库相同或更新的版本。',
  },
  busy: {
    kind: 'conflict',
    what: '该数据正被另一项操作修改，本次没有保存。',
    next: '请稍后重试；重试是安全的。',
  },
  tooSlow: {
    kind: 'unavailable',
    what: '查询超过了时限，已停止。',
    next: '请缩小查询范围，或改在任务中心运行。',
  },
  down: {
    kind: 'unavailable',
    what: '数据库暂时连接不上，本次操作没有完成。',
    next: '请稍后重试；如持续出现，请联系系统管理员。',
  },
  badText: {
    kind: 'invalid',
    what: '提交的文字中含有无法保存的字符。',
    next: '请删去不可见的控制字符后重新提交。',
  },
  outcomeUnknown: {
    kind: 'unavailable',
    what: '提交时与数据库的连接中断，无法确定本次操作是否已经保存。',
    next: '请先查询结果再决定是否重做；带有幂等键的请求可以直接重发。',
  },
})
