import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { say } from '@/app/messages/say'
import { answered } from './answered'

const root = path.resolve(import.meta.dirname, '../..')
const files = readdirSync(path.join(root, 'app'), { recursive: true, encoding: 'utf8' })
  .map(file => path.posix.join('app', file.replaceAll(path.sep, '/')))
  .filter(file => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
const textOf = new Map(files.map(file => [file, readFileSync(path.join(root, file), 'utf8')]))
const doors = new Set(files.filter(file => /^'use server'/.test(textOf.get(file) ?? '')))

/** They hear themselves that nothing answered. */
const hearing = ['app/forms/answered.ts', 'app/(console)/directory-sync/connectors/[id]/setup/use-keeping.ts']

function isDoor(named: string, from: string): boolean {
  const at = named.startsWith('@/') ? named.slice(2) : path.posix.join(path.posix.dirname(from), named)
  return doors.has(`${at}.ts`)
}

/** By which names a file has actions of the server: those it imports, and what it is given that promises their answer. */
function actionsIn(file: string, text: string): string[] {
  const imported = [...text.matchAll(/^import (?!type )\{([^;]*?)\} from '([^']+)'/gms)]
    .filter(([, , from = '']) => isDoor(from, file))
    .flatMap(([, names = '']) => names.split(',').map(name => name.split(' as ').at(-1)?.trim() ?? ''))
    .filter(name => name !== '' && !name.startsWith('type '))
  const given = [...text.matchAll(/(\w+)\??: (?:\([^()]*\) => )?Promise<Answer</g)].map(([, name = '']) => name)
  return [...imported, ...given]
}

/** What waits for one of them unheard: `await action(…)`, `action(…).then`, and one that is picked out of several. */
const unheardIn = (text: string, actions: readonly string[]): string[] =>
  actions.length === 0
    ? []
    : [...text.matchAll(/\bawait (\w+)\b(?!\[)|\b(\w+)\([^()]*\)\s*\.then\(|\bawait (\w+\[)/g)]
        .map(([, awaited, followed, picked]) => picked ?? awaited ?? followed ?? '')
        .filter(name => name.endsWith('[') || actions.includes(name))

test('nobody waits for an action that may never answer: whatever is asked of the server is heard by answered or useAct', () => {
  const asking = files
    .map(file => ({ file, text: textOf.get(file) ?? '' }))
    .filter(({ file }) => !doors.has(file) && !hearing.includes(file))
    .map(({ file, text }) => ({ file, text, actions: actionsIn(file, text) }))
    .filter(({ actions }) => actions.length > 0)
  expect(asking.length).toBeGreaterThan(50)
  expect(
    asking.flatMap(({ file, text, actions }) => unheardIn(text, actions).map(name => `${file} waits for ${name}`)),
  ).toEqual([])
})

test.each([
  ['an action that is waited for', 'const answer = await rotate({ agentId })'],
  ['one that is followed by then', 'rotate({ agentId }).then(done)'],
])('%s is found', (_, text) => expect(unheardIn(text, ['rotate'])).toEqual(['rotate']))

test('one that is picked out of several is found, and one that is heard is not', () => {
  expect(unheardIn('await ways[way]({})', ['mail'])).toEqual(['ways['])
  expect(unheardIn('await answered(rotate({ agentId }))', ['rotate'])).toEqual([])
})

test('an answer is passed on; where none comes, that is the answer, in words', async () => {
  const refusal = { ok: false as const, problems: [{ path: 'name', text: 'Too long.', code: 'too-long' }] }
  expect(await answered(Promise.resolve(refusal))).toBe(refusal)
  expect(await answered(Promise.reject(new TypeError('Failed to fetch')))).toEqual({
    ok: false,
    problems: [{ path: null, text: say('form.unanswered'), code: 'unanswered' }],
  })
})
