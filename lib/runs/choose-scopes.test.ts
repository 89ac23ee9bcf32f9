import { expect, test } from 'vitest'
import { ReadFailure } from '@/lib/directory/read-fault'
import { ConnectorSettings } from '@/lib/settings/connector'
import { sentence } from '@/lib/words/words'
import { chooseScopes } from './choose-scopes'
import { FakeDirectory, fakeBase } from './testing/fake-source'

const signal = new AbortController().signal
const settings = (organizationalUnits: unknown) =>
  ConnectorSettings.parse({
    connection: { hosts: [{ host: 'dc', port: 636 }], security: 'ldaps', ca: null, baseDn: fakeBase, userId: 'u' },
    organizationalUnits,
  })

test('all, and none, read the whole search base', async () => {
  const source = new FakeDirectory().source()
  for (const mode of ['all', 'none'])
    expect(await chooseScopes(settings({ mode }), source, signal)).toEqual([{ anchor: null, dn: fakeBase }])
})

test('a chosen unit below another chosen one is covered by it, wherever both have moved', async () => {
  const directory = new FakeDirectory()
  const sales = directory.unit(`OU=Sales,${fakeBase}`)
  const east = directory.unit(`OU=East,OU=Sales,${fakeBase}`)
  const law = directory.unit(`OU=Law,${fakeBase}`)
  const rules = [
    { anchor: east, dn: `OU=East,OU=Elsewhere,${fakeBase}`, effect: 'include' },
    { anchor: sales, dn: `OU=Sales,${fakeBase}`, effect: 'include' },
    { anchor: law, dn: `OU=Law,${fakeBase}`, effect: 'include' },
    { anchor: directory.unit(`OU=West,OU=Sales,${fakeBase}`), dn: 'OU=West', effect: 'exclude' },
  ]
  const scopes = await chooseScopes(settings({ mode: 'chosen', rules }), directory.source(), signal)
  expect(scopes.map(scope => scope.anchor)).toEqual([sales, law])
})

test('a chosen unit that is gone ends the run instead of shrinking the company', async () => {
  const directory = new FakeDirectory()
  const rules = ['Sales', 'Law'].map(name => ({
    anchor: directory.unit(`OU=${name},${fakeBase}`),
    dn: `OU=${name},${fakeBase}`,
    effect: 'include',
  }))
  directory.remove(directory.unit(`OU=Law,${fakeBase}`), { tombstone: false })
  const chosen = chooseScopes(settings({ mode: 'chosen', rules }), directory.source(), signal)
  const failure = await chosen.catch((error: unknown) => error)
  if (!(failure instanceof ReadFailure)) throw failure
  const { code, args } = failure.fault
  expect(sentence(code, args, 'directory')).toContain(`The unit OU=Law,${fakeBase} is not in the directory any more`)
})
