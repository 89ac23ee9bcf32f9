import { existsSync, globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { prepareChromium } from './chromium.mjs'
import { preparePgBouncer } from './pgbouncer.mjs'
import { root, run, runPackage } from './program.mjs'
import { prepareSamba } from './samba.mjs'
import { byExitCode, countPlaywright, countVitest, none } from './test-counts.mjs'

const here = name => existsSync(path.join(root, name))
const anyFile = pattern => globSync(pattern, { cwd: root, exclude: name => name === 'node_modules' }).length > 0
const launch = name => path.join('lib/launch', name)
// Left to itself, vitest keeps one core for its own; here the files wait for the database for half of their time.
const onEveryCore = [`--maxWorkers=${availableParallelism()}`]

/** In order. `exists`: whether there is anything to do yet. `needs`: stages whose failure makes this one pointless. */
export const stages = [
  { name: 'types', title: 'TypeScript', exists: () => true, run: types },
  { name: 'lint', title: 'Biome', exists: () => true, run: tool('@biomejs/biome/bin/biome', ['check', '.']) },
  {
    name: 'boundaries',
    title: 'which room imports what',
    exists: () => here(launch('boundaries.mjs')),
    run: async () => byExitCode(await run(process.execPath, [launch('boundaries.mjs')])),
  },
  { name: 'knip', title: 'nothing unused', exists: () => here('knip.json'), run: tool('knip/bin/knip.js', []) },
  {
    name: 'unit',
    title: 'unit and property tests',
    exists: () => anyFile('{lib,app,db,agent}/**/*.test.ts'),
    run: vitest('unit', onEveryCore),
  },
  {
    name: 'faults',
    title: 'trouble at every byte between reader and directory',
    exists: () => anyFile('e2e/faults/**/*.test.ts'),
    run: vitest('faults'),
  },
  {
    name: 'database',
    title: 'the store on a real PostgreSQL',
    exists: () => anyFile('{lib,app,db}/**/*.db.test.ts'),
    run: vitest('database', onEveryCore),
  },
  {
    name: 'samba',
    title: 'the same contract on a real domain controller',
    exists: () => anyFile('e2e/samba/**/*.test.ts'),
    run: onSamba,
  },
  {
    name: 'build',
    title: 'portal and programs',
    exists: () => here('app/layout.tsx') && here(launch('build.mjs')),
    // The stories are about the default base path, whatever this machine has set.
    run: async () =>
      byExitCode(await run(process.execPath, [launch('build.mjs'), '--if-changed'], { ENROLLMENT_BASE_PATH: '' })),
  },
  {
    name: 'stories',
    title: 'a real browser against the built portal',
    needs: ['build'],
    exists: hasStories,
    run: stories,
  },
]

function hasStories() {
  return here('e2e/playwright.config.ts') && anyFile('e2e/**/*.spec.ts')
}

function tool(program, args) {
  return async () => byExitCode(await runPackage(program, args))
}

async function types() {
  if (here('app/layout.tsx') && (await runPackage('next/dist/bin/next', ['typegen'])) !== 0) return byExitCode(1)
  const projects = [[], ...(here('agent/tsconfig.json') ? [['-p', 'agent/tsconfig.json']] : [])]
  for (const project of projects) {
    const code = await runPackage('typescript/bin/tsc', ['--noEmit', ...project])
    if (code !== 0) return byExitCode(code)
  }
  return none
}

function vitest(project, options = []) {
  return async ({ scratch }) => {
    const file = path.join(scratch, `${project}.json`)
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
    const code = await runPackage('vitest/vitest.mjs', ['run', '--project', project, ...options, ...reporters])
    return countVitest(readReport(file), code)
  }
}

/** Left out, with the reason, where Samba cannot be had; in CI that is a failure. */
async function onSamba({ scratch, strict }) {
  const why = prepareSamba()
  if (why) return { ...none, ...(strict ? { failed: 1 } : { skipped: 1 }), notes: [`samba did not run: ${why}`] }
  return vitest('samba')({ scratch })
}

async function stories({ scratch, strict }) {
  const browser = await prepareChromium()
  if ('why' in browser) return { ...none, failed: 1, notes: [`stories did not run: ${browser.why}`] }
  const samba = anyFile('e2e/**/samba*') ? prepareSamba() : null
  const pooler = preparePgBouncer()
  for (const why of [samba, pooler]) if (why) console.log(`   ${why}`)
  const file = path.join(scratch, 'stories.json')
  const code = await runPackage(
    '@playwright/test/cli.js',
    ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'],
    { CHROMIUM_PATH: browser.path, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  )
  return countPlaywright(readReport(file), code, strict)
}

/** @returns the parsed report, or null when the tool died before writing it */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
