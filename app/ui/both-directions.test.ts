import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { expect, test } from 'vitest'

/** Left and right, where a page that is read from right to left needs start and end. Comments and words do not count. */
const oneWay =
  /(?:margin|padding|border)-(?:left|right)\b|^\s*(?:left|right)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)|\s(?:ml|mr|pl|pr)=|\bta="(?:left|right)"|\b(?:marginLeft|marginRight|paddingLeft|paddingRight)\b/

async function linesThatPointOneWay(): Promise<string[]> {
  const found: string[] = []
  for await (const file of glob('app/**/*.{css,tsx}')) {
    const lines = readFileSync(file, 'utf8').split('\n')
    found.push(...lines.filter(line => oneWay.test(line)).map(line => `${file}: ${line.trim()}`))
  }
  return found
}

test('no page points left or right: what is said from right to left is laid out so', async () => {
  expect(await linesThatPointOneWay()).toEqual([])
})

test('a style that points left is noticed', () => {
  expect(oneWay.test('  margin-left: 4px;')).toBe(true)
  expect(oneWay.test('<Stack pl={28}>')).toBe(true)
  expect(oneWay.test('  margin-inline-start: 4px;')).toBe(false)
})
