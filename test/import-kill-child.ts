// A process that imports one file and that a test kills. Arguments: file; environment: LOGINS (JSON), ZHIKE_DATA_DIR.
import { importCommand } from '../src/modules/customer/import/command.ts'
import { readConfig } from '../src/platform/config.ts'
import { groundOn } from '../src/platform/ground.ts'
import { SYSTEM } from '../src/platform/principal.ts'

const { main, vault } = JSON.parse(process.env.LOGINS!)
const config = readConfig({ ZHIKE_DATA_DIR: process.env.ZHIKE_DATA_DIR!, ZHIKE_LOG: 'silent' })
const ground = await groundOn(config, { main, vault, release: async () => {} })
const io = {
  ground,
  principal: SYSTEM,
  json: true,
  signal: new AbortController().signal,
  print: () => {},
  emit: (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`),
  progress: (done: number) => process.stdout.write(`${JSON.stringify({ done })}\n`),
}
const [file, errors] = process.argv.slice(2) as [string, string]
await importCommand.run(io, { positionals: [file], values: { mode: 'upsert', errors, 'chunk-rows': '100' } })
await ground.stop()
