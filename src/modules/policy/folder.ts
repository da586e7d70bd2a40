import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { PolicyFile, PolicyFolder } from './domain.ts'
import { failures } from './failures.ts'

/** A README may lie beside the articles; any other Markdown file is taken for one, so that a misnamed article is named and not lost. */
const ARTICLE = /^(?!readme)[^.].*\.md$/i
/** Folders inside folders that are looked into: policies/<document>/<version>. */
const DEEPEST = 4

/**
 * Every document version in or below `path`: each folder that holds a `document.md`, with its articles. Throws `policy.noFolder` where
 * there is none and `policy.notText` where a file is not UTF-8.
 */
export async function readFolders(path: string): Promise<PolicyFolder[]> {
  const found = await findFolders(path, DEEPEST)
  if (found.length === 0) throw failures.noFolder({ path })
  return Promise.all(found.map(async (folder) => ({ path: folder, files: await readArticles(folder) })))
}

/** Writes the texts that differ from what stands in the folder; returns the names of the files written. */
export async function writeFolder(folder: PolicyFolder, files: readonly PolicyFile[]): Promise<string[]> {
  const before = new Map(folder.files.map(({ file, text }) => [file, text]))
  const changed = files.filter(({ file, text }) => before.get(file) !== text)
  for (const { file, text } of changed) await writeFile(join(folder.path, file), text)
  return changed.map(({ file }) => file)
}

/** The folder as a message shows it: relative to where the user stands where that is shorter. */
export function showPath(path: string, from = process.cwd()): string {
  const near = relative(from, path)
  return near.length > 0 && near.length < path.length && !near.startsWith('..') ? near : path
}

async function findFolders(path: string, deepest: number): Promise<string[]> {
  const at = await stat(path).catch(() => undefined)
  if (!at?.isDirectory()) return []
  const entries = await readdir(path, { withFileTypes: true })
  if (entries.some((entry) => entry.isFile() && entry.name === 'document.md')) return [path]
  if (deepest === 0) return []
  const below = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
  )
  const found = await Promise.all(
    below
      .map(({ name }) => name)
      .sort()
      .map((name) => findFolders(join(path, name), deepest - 1)),
  )
  return found.flat()
}

async function readArticles(folder: string): Promise<PolicyFile[]> {
  const names = (await readdir(folder)).filter((name) => ARTICLE.test(name)).sort()
  const files = await Promise.all(names.map((file) => readText(folder, file)))
  return files.toSorted((a, b) => Number(b.file === 'document.md') - Number(a.file === 'document.md'))
}

/** Byte for byte: a byte-order mark stays in the text, so that the reader can name it. */
async function readText(folder: string, file: string): Promise<PolicyFile> {
  const bytes = await readFile(join(folder, file))
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    if (!text.includes('\0')) return { file, text }
  } catch {
    // Falls through to the refusal.
  }
  throw failures.notText({ path: join(folder, file) })
}
