import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readImports } from '../../../lib/launch/boundaries.mjs'

const root = path.resolve(import.meta.dirname, '../../..')
const texts = new Map<string, string>()

function textOf(file: string): string {
  const known = texts.get(file)
  if (known !== undefined) return known
  const text = readFileSync(path.join(root, file), 'utf8')
  texts.set(file, text)
  return text
}

const isClient = (file: string) => /^['"]use client['"]/.test(textOf(file))
const isServer = (file: string) => /^['"]use server['"]/.test(textOf(file))

function fileOf(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.') && !specifier.startsWith('@/')) return
  const target = specifier.startsWith('@/') ? specifier.slice(2) : path.posix.join(path.posix.dirname(from), specifier)
  return [`${target}.ts`, `${target}.tsx`].find(name => existsSync(path.join(root, name)))
}

const importsOf = (file: string): string[] =>
  readImports(textOf(file)).flatMap(({ specifier, typeOnly }) => (typeOnly ? [] : (fileOf(file, specifier) ?? [])))

/** The files that a page or a layout leads to, told apart by where they run. */
function filesOf(entry: string): { server: Set<string>; client: Set<string> } {
  const server = new Set<string>()
  const client = new Set<string>()
  const visit = (file: string, inBrowser: boolean) => {
    // What a browser calls of an action is its address.
    if (inBrowser && isServer(file)) return
    const place = inBrowser || isClient(file) ? client : server
    if (place.has(file)) return
    place.add(file)
    for (const next of importsOf(file)) visit(next, place === client)
  }
  visit(entry, false)
  return { server, client }
}

/** Every text in quotes; in a template, what is filled in stands as `*`. */
const literals = (text: string): string[] =>
  [...text.matchAll(/'([\w.-]+)'|`([^`]*)`/g)].map(
    ([, plain, template]) => plain ?? template?.replace(/\$\{[^}]*\}/g, '*') ?? '',
  )

const escaped = (text: string) => text.replaceAll('.', '\\.')

/** The keys that a file may say, of those that there are. A key of one part, or inside of a template, is only one where it is said. */
function saidIn(file: string, keys: readonly string[]): string[] {
  const text = textOf(file)
  const said = literals(text)
  const plain = new Set([
    ...said.filter(one => one.includes('.')),
    ...[...text.matchAll(/say\(\s*'([\w.-]+)'/g)].map(([, key]) => key),
  ])
  const patterns = said
    .filter(one => /^\w[\w.*-]*\*/.test(one) && one.includes('.'))
    .map(one => new RegExp(`^${one.split('*').map(escaped).join('[\\w-]+')}$`))
  return keys.filter(key => plain.has(key) || patterns.some(pattern => pattern.test(key)))
}

/** The beginnings of keys that server components give to the browser: `<Words of={[…]}>`. */
const givenIn = (file: string): string[] =>
  [...textOf(file).matchAll(/<Words\s+of=\{\[([^\]]*)\]\}/g)].flatMap(([, list]) => literals(list ?? ''))

const covers = (given: readonly string[]) => (key: string) =>
  given.some(beginning => key === beginning || key.startsWith(`${beginning}.`))

/** What is above a page and stays there: the layouts of the folders that it is in. */
const layoutsAbove = (entry: string): string[] =>
  entries().filter(file => file.endsWith('/layout.tsx') && entry.startsWith(file.slice(0, -'layout.tsx'.length)))

const entries = () => globSync('app/**/{page,layout,error,not-found,loading}.tsx', { cwd: root }).toSorted()

export type Lack = { entry: string; keys: string[] }

/** What client components say that no server component of their page, and of the layouts above it, gives to the browser. */
export function wordsLacking(keys: readonly string[]): Lack[] {
  return entries().flatMap(entry => {
    const { server, client } = filesOf(entry)
    const places = [...server, ...layoutsAbove(entry).flatMap(layout => [...filesOf(layout).server])]
    const isGiven = covers([...new Set(places)].flatMap(givenIn))
    const lacking = [...client].flatMap(file => saidIn(file, keys)).filter(key => !isGiven(key))
    return lacking.length > 0 ? [{ entry, keys: [...new Set(lacking)].toSorted() }] : []
  })
}

/** Pages and what stands in for them that say something on the server without having asked in which language. */
export function wordsBeforeAsking(): string[] {
  const asks = /await (?:askedLanguage|requireAdmin|openConsole|openConnector|openStep)\(|<Words\s/
  const delegates = /^(?:export )?default function|return <\w+Page /m
  return entries().filter(entry => {
    const text = textOf(entry)
    return !isClient(entry) && /\bsay\(/.test(text) && !asks.test(text) && !delegates.test(text)
  })
}
