import { expect, test } from 'vitest'
import type { DirectoryObject } from '@/lib/directory/source'
import { eventLines, objectLines } from './sent-in-words'

const anchor = '6f9619ff-8b86-d011-b42d-00c04fc964ff' as DirectoryObject['anchor']

test('an object is shown as it is sent, with every value', () => {
  const object: DirectoryObject = {
    ...{ anchor, kind: 'list', dn: 'CN=All,DC=x', parent: anchor, usnChanged: '12', deleted: false, cleaned: ['mail'] },
    ...{ attributes: { mail: ['all@x.example'], proxyAddresses: ['a', 'b'] }, members: ['CN=Ann,DC=x'] },
    membersFault: { code: 'list-changing', args: { list: 'All' } },
  }
  expect(objectLines(object)).toEqual([
    ...[`anchor: ${anchor}`, 'kind: list', 'dn: CN=All,DC=x', `parent: ${anchor}`, 'usnChanged: 12', 'deleted: false'],
    ...['cleaned.0: mail', 'membersFault.code: list-changing', 'membersFault.args.list: All'],
    ...['mail: all@x.example', 'proxyAddresses: a', 'proxyAddresses: b', 'member: CN=Ann,DC=x', ''],
  ])
})

test('so is what an import says beside its objects', () => {
  expect(eventLines({ type: 'gone', objects: [{ anchor, found: 'deleted', dn: null }] })).toEqual([
    '# gone',
    `#   objects.0.anchor: ${anchor}`,
    '#   objects.0.found: deleted',
  ])
})
