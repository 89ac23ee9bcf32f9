import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { common, exempt, rooms } from './rooms.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const STATEMENTS =
  /(?:^|[\n;])\s*(?:import|export)\s+(?:(type)\s+)?([\w*{}\s,$]*?)\s*from\s*['"]([^'"]+)['"]|(?:^|[\n;])\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

/** @typedef {{ specifier: string, typeOnly: boolean }} Import */

/**
 * What a file imports, read from its text: static, re-exported, for its effect, and by `import()`.
 * @param {string} text
 * @returns {Import[]}
 */
export function readImports(text) {
  return [...text.matchAll(STATEMENTS)].map(([, type, names, from, effect, dynamic]) => ({
    specifier: from ?? effect ?? dynamic ?? '',
    typeOnly: type === 'type' || onlyTypes(names),
  }))
}

/** `{ type A, type B }` imports no value either. */
function onlyTypes(names) {
  const listed = names?.match(/^\s*\{([^}]*)\}\s*$/)?.[1]
  const parts = listed?.split(',').filter(part => part.trim() !== '') ?? []
  return parts.length > 0 && parts.every(part => /^\s*type\s/.test(part))
}

/** The room a file of the project belongs to: the longest name in the table that its path starts with. */
export function roomOf(file) {
  const name = file.replace(/\.[a-z.]+$/, '')
  return Object.keys(rooms).find(room => name === room || name.startsWith(`${room}/`)) ?? null
}

/**
 * What a file may not do.
 * @param {string} file path from the project's folder, with slashes
 * @returns {string[]} one sentence for each import that its room does not allow
 */
export function violations(file, text) {
  if (exempt.test(file)) return []
  const room = file === 'proxy.ts' ? 'app' : roomOf(file)
  if (!room) return file.startsWith('lib/') ? [`${file} is in no room: add its folder to lib/launch/rooms.mjs`] : []
  return readImports(text)
    .filter(entry => !allowed(room, file, entry))
    .map(
      ({ specifier, typeOnly }) => `${file} imports ${typeOnly ? 'types of ' : ''}${specifier}, which ${room} may not`,
    )
}

function allowed(room, file, { specifier, typeOnly }) {
  const rules = rooms[room]
  if (specifier.startsWith('#')) {
    const targets = variants(specifier)
    return targets.length > 0 && targets.every(target => allowed(room, file, { specifier: target, typeOnly }))
  }
  if (specifier.startsWith('.') || specifier.startsWith('@/')) {
    const target = specifier.startsWith('@/')
      ? specifier.slice(2)
      : path.posix.join(path.posix.dirname(file), specifier)
    const places = [room, ...common, ...rules.rooms, ...(typeOnly ? (rules.types ?? []) : [])]
    return target === 'package.json' || /\.css$/.test(target) || places.some(place => inside(target, place))
  }
  const builtin = specifier.replace(/^node:/, '').split('/')[0]
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
    return typeOnly || rules.node === true || rules.node.includes(builtin)
  }
  const parts = specifier.split('/')
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]
  return rules.packages.includes(name)
}

/** The files that one name stands for, depending on where the importing module runs: package.json, `imports`. */
function variants(specifier) {
  const { imports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  return Object.values(imports[specifier] ?? {}).map(target => target.replace(/^\.\//, '@/'))
}

function inside(target, place) {
  const name = target.replace(/\.(tsx?|mjs|json)$/, '')
  return name === place || name.startsWith(`${place}/`)
}

/** Every violation of the whole project. */
export function checkProject() {
  const files = globSync(['{app,lib,db,e2e,agent}/**/*.{ts,tsx,mts}', 'proxy.ts'], { cwd: root })
  return files.flatMap(file => {
    const name = file.split(path.sep).join('/')
    return violations(name, readFileSync(path.join(root, file), 'utf8'))
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = checkProject()
  for (const sentence of found) console.error(sentence)
  console.log(found.length === 0 ? 'Every import stays within its room.' : `${found.length} imports leave their room.`)
  process.exitCode = found.length === 0 ? 0 : 1
}
