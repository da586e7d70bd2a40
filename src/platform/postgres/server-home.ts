import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type Binaries, binary } from './binaries.ts'
import { folderFailure } from './folder-failure.ts'
import { canReach, chooseServerUser, type ServerUser } from './server-user.ts'

/** Where private servers live and as whom they run. */
export interface ServerHome {
  /** Holds one folder per cluster. */
  readonly folder: string
  readonly binaries: Binaries
  readonly user: ServerUser | undefined
  /** Set where `folder` is not the data folder: the reason, to be told. */
  readonly movedFrom: string | undefined
}

const SYSTEM_FOLDER = '/var/lib/zhike'

/**
 * The data folder itself, as a rule. As root the servers run as another user; where that user cannot reach the data folder or
 * the binaries (a checkout of mode 700), both go to `/var/lib/zhike/<id>`, and the data folder remembers the id, so that a
 * checkout that is moved keeps its data.
 */
export function openServerHome(dataDir: string, binaries: Binaries): ServerHome {
  makeFolder(dataDir)
  const user = chooseServerUser()
  if (user === undefined) return { folder: dataDir, binaries, user, movedFrom: undefined }
  const marker = join(dataDir, 'server-home')
  if (!existsSync(marker) && canReach(user, [dataDir, binary(binaries, 'postgres'), join(binaries.root, 'lib')])) {
    return { folder: dataDir, binaries, user, movedFrom: undefined }
  }
  if (!existsSync(marker)) writeFileSync(marker, `${join(SYSTEM_FOLDER, randomBytes(6).toString('hex'))}\n`)
  const folder = readFileSync(marker, 'utf8').trim()
  makeFolder(folder, user)
  return { folder, binaries: copyBinaries(binaries, folder), user, movedFrom: dataDir }
}

/** Makes a folder (mode 700, or 755 above it), the user's where one is given. */
export function makeFolder(folder: string, owner?: ServerUser): void {
  try {
    makeParents(folder)
    if (!existsSync(folder)) mkdirSync(folder, { mode: owner ? 0o700 : 0o755 })
    if (owner) chownSync(folder, owner.uid, owner.gid)
  } catch (cause) {
    throw folderFailure(folder, (cause as NodeJS.ErrnoException).code, cause)
  }
}

/** Every missing folder above, from the top. Node's own recursive mkdir never ends where the system answers ENOENT below an existing one (/proc). */
function makeParents(folder: string): void {
  const parent = dirname(folder)
  if (existsSync(parent)) return
  makeParents(parent)
  try {
    mkdirSync(parent)
  } catch (error) {
    // Another process made it in between.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** A copy of the server that its user can read; made once per version, whole or not at all. */
function copyBinaries(binaries: Binaries, folder: string): Binaries {
  const root = join(folder, `server-${binaries.major}`)
  if (!existsSync(root)) {
    const draft = `${root}.${process.pid}`
    rmSync(draft, { recursive: true, force: true })
    cpSync(binaries.root, draft, { recursive: true, verbatimSymlinks: true })
    chmodSync(draft, 0o755)
    if (existsSync(root)) rmSync(draft, { recursive: true })
    else renameSync(draft, root)
  }
  return { major: binaries.major, root }
}
