import type { Failure } from '../../kernel/failure.ts'
import { failures } from './failures.ts'

/** What the operating system says about a folder, by its error number; its own words are English and name a system call. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: '运行知客的用户没有访问权限。',
  EPERM: '操作系统不允许运行知客的用户这样做。',
  EROFS: '所在的磁盘是只读的。',
  ENOENT: '上级目录不存在，也不能在那里新建。',
  ENOTDIR: '路径中有一段是文件，不是目录。',
  EEXIST: '同名的文件已经存在，它不是目录。',
  ENAMETOOLONG: '路径太长。',
  ELOOP: '路径中的链接互相指向，没有尽头。',
  EMFILE: '打开的文件数已达到系统上限。',
  ENFILE: '打开的文件数已达到系统上限。',
  EIO: '磁盘读写出错，请检查硬件。',
}

/** A folder or file of ours that cannot be made, read or written, as database.noRight or database.diskFull. */
export function folderFailure(path: string, code: string | undefined, cause: unknown): Failure {
  if (code === 'ENOSPC' || code === 'EDQUOT') return failures.diskFull({}, { cause })
  const reason = REASONS[code ?? ''] ?? `操作系统报告的错误是 ${code ?? '未知错误'}。`
  return failures.noRight({ path, reason }, { cause })
}
