// Adds to package-lock.json the optional packages of other platforms that the registry in use did not offer.
//
// npm leaves such a package out of the lockfile without a word, and `npm ci` then refuses the lockfile as out of
// sync, on this platform too. The entry needs the exact version and the platform; npm never fetches it here.
// Run after every `npm install` that changes dependencies: node tools/complete-lockfile.mjs
import { readFileSync, writeFileSync } from 'node:fs'

const path = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(path, 'utf8'))

/** The os and cpu that a package name such as `@biomejs/cli-darwin-arm64` speaks of. */
function platformOf(name) {
  const os = {
    darwin: 'darwin',
    macos: 'darwin',
    windows: 'win32',
    win32: 'win32',
    android: 'android',
    freebsd: 'freebsd',
    linux: 'linux',
  }
  const cpu = ['arm64', 'x64', 'ia32', 'arm', 'riscv64', 'ppc64', 's390x']
  const words = name.replaceAll('ppc64le', 'ppc64').split(/[-/@_]/)
  const musl = words.includes('musl')
  return {
    ...(words.some((word) => os[word]) && { os: words.filter((word) => os[word]).map((word) => os[word]) }),
    ...(words.some((word) => cpu.includes(word)) && { cpu: words.filter((word) => cpu.includes(word)) }),
    ...(musl && { libc: ['musl'] }),
  }
}

/** Where npm would look for `name` seen from the package at `from`: the nearest enclosing node_modules. */
function resolves(from, name) {
  for (let at = from; ; at = at.slice(0, at.lastIndexOf('/node_modules/'))) {
    if (lock.packages[`${at}${at ? '/' : ''}node_modules/${name}`]) return true
    if (!at.includes('/node_modules/')) return Boolean(lock.packages[`node_modules/${name}`])
  }
}

const added = []
for (const [from, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (resolves(from, name)) continue
    const place = lock.packages[`node_modules/${name}`] ? `${from}/node_modules/${name}` : `node_modules/${name}`
    lock.packages[place] = { version, ...(entry.dev && { dev: true }), optional: true, ...platformOf(name) }
    added.push(`${name}@${version}`)
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length === 0 ? 'package-lock.json is complete' : `added ${added.length}: ${added.join(', ')}`)
