// Writes openapi.json, the HTTP API as the contracts state it; with --check it fails where the file differs from the code.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildServer } from '../src/app/server.ts'
import { openApiText } from '../src/platform/http/description.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const file = join(root, 'openapi.json')

const server = await buildServer()
const text = await openApiText(server)
await server.close()

if (!process.argv.includes('--check')) {
  writeFileSync(file, text)
  console.log(`openapi.json: ${Object.keys((JSON.parse(text) as { paths: object }).paths).length} paths`)
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error('openapi.json is not what the contracts say; run node tools/openapi.ts and look at the difference')
  process.exitCode = 1
}
