import { execFileSync, spawnSync } from 'node:child_process'

/** The user of the operating system under which a private server runs; PostgreSQL refuses to run as root. */
export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** Undefined: the server runs as this process's own user. As root: `postgres`, else a system user `zhike`, else `nobody`. */
export function chooseServerUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  return findUser('postgres') ?? findUser('zhike') ?? addSystemUser('zhike') ?? findUser('nobody')
}

/** Whether the user can enter and use each of these paths, whatever the modes of the folders above them. */
export function canReach(user: ServerUser, paths: readonly string[]): boolean {
  const script = 'for path do test -r "$path" -a -x "$path" || exit 1; done'
  return spawnSync('/bin/sh', ['-c', script, 'sh', ...paths], { ...identityOf(user), cwd: '/' }).status === 0
}

/** The spawn options that give a child process the user. */
export function identityOf(user: ServerUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid }
}

function findUser(name: string): ServerUser | undefined {
  try {
    const ask = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
    return { name, uid: ask('-u'), gid: ask('-g') }
  } catch {
    return undefined
  }
}

function addSystemUser(name: string): ServerUser | undefined {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name])
  return findUser(name)
}
