import { ensureRuntime } from './runtime.mjs'

await ensureRuntime()
const { runPackage } = await import('./program.mjs')

const [program, ...args] = process.argv.slice(2)
process.exitCode = await runPackage(program, args)
