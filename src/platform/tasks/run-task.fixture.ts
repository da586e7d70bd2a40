// A process of its own that runs one task of the parent's ground, for the parent to kill.
import { readConfig } from '../config.ts'
import { groundOn } from '../ground.ts'
import './counting-task.fixture.ts'
import { runTask } from './run.ts'

const stores = JSON.parse(process.env.ZHIKE_TEST_STORES!)
const ground = await groundOn(readConfig({ ...process.env, ZHIKE_LOG: 'silent' }), {
  ...stores,
  release: async () => {},
})
const run = runTask(ground, process.argv[2]!, { onProgress: () => process.send?.('saved') })
await run
