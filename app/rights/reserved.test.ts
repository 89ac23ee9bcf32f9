import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type Permission, permissions, rolePermissions } from '@/lib/access/permissions'

const root = path.resolve(import.meta.dirname, '../..')
const files = readdirSync(path.join(root, 'app'), { recursive: true, encoding: 'utf8' })
  .map(file => path.posix.join('app', file.replaceAll(path.sep, '/')))
  .filter(file => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
const textOf = new Map(files.map(file => [file, readFileSync(path.join(root, file), 'utf8')]))

/** What every role may do needs no keeping. */
const everybodys = permissions.filter(one => Object.values(rolePermissions).every(granted => granted.includes(one)))

/** Which file an import names; null = none of `app`. */
function fileOf(named: string, from: string): string | null {
  const at = named.startsWith('@/') ? named.slice(2) : path.posix.join(path.posix.dirname(from), named)
  return [`${at}.tsx`, `${at}.ts`].find(file => textOf.has(file)) ?? null
}

/** What a file takes from others of `app`, and by which names; types are nothing that could be pressed. */
function importsOf(file: string): { from: string; names: string[] }[] {
  const text = textOf.get(file) ?? ''
  const fixed = [...text.matchAll(/^import (?!type )([^;]*?) from '([^']+)'/gms)]
  const late = [...text.matchAll(/import\('([^']+)'\)/g)].map(([, from = '']) => ['', '', from] as const)
  return [...fixed, ...late].flatMap(([, names = '', named = '']) => {
    const from = fileOf(named, file)
    return from ? [{ from, names: names.split(/[\s{},]+/).filter(Boolean) }] : []
  })
}
const importersOf = Map.groupBy(
  files.flatMap(file => importsOf(file).map(({ from }) => ({ file, from }))),
  ({ from }) => from,
)

/** The actions of a file, each with the permission its door asks for. */
function actionsOf(file: string): { name: string; permission: Permission }[] {
  const text = textOf.get(file) ?? ''
  const called = new Map(
    [...text.matchAll(/^const (\w+) = '(enrollment\.[\w.]+)'/gm)].map(([, name, is]) => [name, is]),
  )
  const doors = new Map(
    [...text.matchAll(/^(?:export )?const (\w+) = [^=]*?adminAction\(\s*(?:'([^']+)'|(\w+))/gms)].map(
      ([, name = '', written, constant]) => [name, (written ?? called.get(constant)) as Permission],
    ),
  )
  // A door may have a name of its own, and the action another that speaks.
  const exported = [...text.matchAll(/^export const (\w+) = speaking\([^,]+,\s*(\w+)/gm)]
  return exported.map(([, name = '', door = '']) => {
    const permission = doors.get(name) ?? doors.get(door)
    if (!permission || !permissions.includes(permission)) throw new Error(`${file}: nobody knows who may ${name}`)
    return { name, permission }
  })
}

/** A file keeps what it shows for those who may, itself or by what every one of its pages is put in. */
const keeps = (text: string, permission: Permission): boolean =>
  text.includes(`<Reserved to="${permission}"`) ||
  text.includes(`useLack('${permission}')`) ||
  text.includes(`may(admin, '${permission}')`) ||
  text.includes(`openConsole('${permission}')`) ||
  (permission === 'enrollment.sync.configure' && text.includes('<Wizard ')) ||
  new RegExp(`may\\(\\w+\\.admin, '${permission}'\\)`).test(text)

/** The pages, from which a file can be reached without anything on the way that asks for the permission. */
function openWays(file: string, permission: Permission, seen = new Set<string>()): string[] {
  if (seen.has(file) || keeps(textOf.get(file) ?? '', permission)) return []
  seen.add(file)
  if (/\/(page|layout)\.tsx$/.test(file)) return [file]
  return (importersOf.get(file) ?? []).flatMap(({ file: importer }) => openWays(importer, permission, seen))
}

const doors = files.filter(file => /^'use server'/.test(textOf.get(file) ?? '') && file.startsWith('app/(console)'))

test('whatever an action asks for, nobody is offered it who may not: each way from a page to it keeps its permission', () => {
  const actions = doors.flatMap(file => actionsOf(file).map(action => ({ ...action, file })))
  expect(actions.length).toBeGreaterThan(60)
  const offered = actions
    .filter(({ permission }) => !everybodys.includes(permission))
    .flatMap(({ name, permission, file }) =>
      files
        .filter(other => importsOf(other).some(({ from, names }) => from === file && names.includes(name)))
        .flatMap(other => openWays(other, permission).map(page => `${page} offers ${name} (${permission})`)),
    )
  expect(offered).toEqual([])
})

test('a page that only some may open is linked to only for them', () => {
  const reserved = files.flatMap(file => {
    const [, permission] = /openConsole\('([\w.]+)'\)/.exec(textOf.get(file) ?? '') ?? []
    const route = /^app\/\(console\)(\/[^[\]]+)\/page\.tsx$/.exec(file)?.[1]
    return route && permission && !everybodys.includes(permission as Permission)
      ? [{ route, permission: permission as Permission }]
      : []
  })
  expect(reserved.map(({ route }) => route)).toContain('/directory-sync/connectors/new')
  const linked = reserved.flatMap(({ route, permission }) =>
    files
      .filter(file => new RegExp(`['"\`]${route}['"\`?]`).test(textOf.get(file) ?? ''))
      .flatMap(file => openWays(file, permission).map(page => `${page} links to ${route}`)),
  )
  expect(linked).toEqual([])
})

test('the wizard keeps its steps to be read by whoever may not configure', () => {
  expect(textOf.get('app/(console)/directory-sync/connectors/[id]/setup/wizard.tsx')).toContain(
    "may(open.admin, 'enrollment.sync.configure')",
  )
})
