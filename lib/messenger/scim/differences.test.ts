import fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { type AccountValues, type MessengerAccount, managedFields } from '../messenger'
import { driftedFields, fieldsToWrite, newAccount, type Operation, operationsFor } from './differences'
import { enterpriseUser, readAccount } from './resource'

const account = (values: object): MessengerAccount => readAccount({ id: '1', ...values })

test('parts of a list are written beside what others have put there', () => {
  const remote = account({ emails: [{ value: 'home@x.example', type: 'home', primary: true }] })
  const wanted = { 'emails.work': 'ada@x.example' }
  expect(operationsFor(['emails.work'], wanted, remote)).toEqual([
    {
      op: 'replace',
      path: 'emails',
      value: [
        { value: 'ada@x.example', type: 'work', primary: true },
        { value: 'home@x.example', type: 'home', primary: false },
      ],
    },
  ])
})

test('a value that ends is removed, and the last of a list with its list', () => {
  const remote = account({ title: 'T', phoneNumbers: [{ value: '1', type: 'work' }] })
  expect(operationsFor(['title', 'phoneNumbers.work'], {}, remote)).toEqual([
    { op: 'remove', path: 'title' },
    { op: 'remove', path: 'phoneNumbers' },
  ])
})

test('what the other side made of a value is not written again, until somebody changes it', () => {
  const wanted = { userName: 'Ada@x.example', title: 'T' }
  const last = { exported: wanted, settled: { userName: 'ada@x.example' } }
  expect(fieldsToWrite(wanted, { userName: 'ada@x.example' }, last, 'ours-wins')).toEqual([])
  expect(fieldsToWrite(wanted, { userName: 'eve@x.example' }, last, 'ours-wins')).toEqual(['userName'])
  expect(fieldsToWrite({ ...wanted, title: 'U' }, { userName: 'ada@x.example' }, last, 'ours-wins')).toEqual(['title'])
})

test('where drift is only reported, our own changes are written and nothing else', () => {
  const last = { exported: { title: 'T', department: 'D' }, settled: { title: 'T', department: 'D' } }
  const remote = { title: 'Theirs', department: 'D' }
  expect(fieldsToWrite({ title: 'T', department: 'E' }, remote, last, 'report')).toEqual(['department'])
  expect(driftedFields(remote, last)).toEqual(['title'])
  expect(driftedFields(remote, null)).toEqual([])
})

const values = fc.record(
  Object.fromEntries(
    managedFields.map(field => [field, field === 'active' ? fc.boolean() : fc.constantFrom('a', 'b', 'c')]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<AccountValues>

/** An account after operations, as RFC 7644 §3.5.2 has it, for the paths that are used. */
function patched(body: Record<string, unknown>, operations: readonly Operation[]): MessengerAccount {
  const all: Record<string, unknown> = { [enterpriseUser]: {}, name: {}, ...structuredClone(body) }
  for (const { path, value } of operations) {
    const within = path.startsWith(`${enterpriseUser}:`) ? enterpriseUser : path.startsWith('name.') ? 'name' : null
    const at = (within === null ? all : all[within]) as Record<string, unknown>
    const name = within === null ? path : path.slice(within.length + 1)
    if (value === undefined) delete at[name]
    else at[name] = value
  }
  return account(all)
}

test('5: what is written makes the other side what is wanted, and then there is nothing to write', () => {
  const property = fc.property(values, values, (before, wanted) => {
    const body = newAccount(before)
    const remote = account(body)
    expect(remote.values).toEqual(before)
    const after = patched(body, operationsFor(fieldsToWrite(wanted, remote.values, null, 'ours-wins'), wanted, remote))
    expect(after.values).toEqual(wanted)
    expect(fieldsToWrite(wanted, after.values, { exported: wanted, settled: after.values }, 'ours-wins')).toEqual([])
  })
  fc.assert(property, { numRuns: 300 * env().ENROLLMENT_TEST_RUNS })
})
