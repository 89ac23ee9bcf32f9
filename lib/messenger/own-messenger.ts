import { randomUUID } from 'node:crypto'
import type { Anchor } from '@/lib/directory/anchor'
import type { OrganizationTransaction } from '@/lib/store/organization'
import {
  changeOwnAccount,
  findOwnAccounts,
  type OwnAccount,
  pageOfOwnAccounts,
  readOwnAccounts,
  takeOver,
} from '@/lib/store/own-accounts'
import {
  addOwnMembers,
  deleteOwnTeam,
  findOwnTeams,
  pageOfOwnTeams,
  readOwnMembers,
  readOwnTeam,
  removeOwnMembers,
  renameOwnTeam,
} from '@/lib/store/own-teams'
import { savepoint, sqlState } from '@/lib/store/savepoint'
import { insertTeams } from '@/lib/store/teams'
import { canonicalAddress } from '@/lib/sync/canonical-address'
import type { AccountAttributes } from '@/lib/sync/change'
import { MessengerFault } from './fault'
import type { AccountValues, ManagedField, Messenger, MessengerAccount } from './messenger'
import { attributesOf, textOf } from './own-attributes'
import { readAccount } from './scim/resource'
import { toScimUser } from './scim-user'

type InTransaction = <T>(work: (tx: OrganizationTransaction) => Promise<T>) => Promise<T>
type Options = {
  /** Whether addresses of accounts that are made this way are as good as verified. */
  verified: boolean
}

/** So many objects are read at once. */
const pageSize = 500

/**
 * The Messenger in our own tables. What is managed is only read here: a synchronization or an administrator writes it. Its
 * groups are teams; lists follow the directory.
 * @param within gives each call its transaction: one of its own, or the one that the caller has
 */
export function ownMessenger(within: InTransaction, { verified }: Options): Messenger {
  const oneTeam = async (id: string) => found(await within(tx => readOwnTeam(tx, id)))
  return {
    describe: async () => ({ hasVersions: true }),
    probe: async () => {},
    listAccounts: () =>
      everyOne(async after => (await within(tx => pageOfOwnAccounts(tx, after, pageSize))).map(asAccount)),
    readAccount: async id => asAccount(found((await within(tx => readOwnAccounts(tx, [id])))[0] ?? null)),
    findAccounts: async (field, value) => {
      const wanted = field === 'userName' ? keyOf(value) : value
      return wanted === null ? [] : (await within(tx => findOwnAccounts(tx, field, wanted))).map(asAccount)
    },
    createAccount: async values => {
      const account = toTakeOver(values)
      return within(async tx => {
        await refusingTaken(savepoint(tx, inner => takeOver(inner, account, verified)))
        return asAccount(found((await readOwnAccounts(tx, [account.id]))[0] ?? null))
      })
    },
    updateAccount: (remote, fields, wanted) =>
      within(async tx => {
        const outcome = await refusingTaken(
          savepoint(tx, inner => changeOwnAccount(inner, remote, changeOf(fields, wanted))),
        )
        if (outcome !== 'changed') throw new MessengerFault(refusals[outcome])
        return asAccount(found((await readOwnAccounts(tx, [remote.id]))[0] ?? null))
      }),
    listGroups: () => everyOne(after => within(tx => pageOfOwnTeams(tx, after, pageSize))),
    readGroup: oneTeam,
    findGroups: externalId => within(tx => findOwnTeams(tx, externalId)),
    createGroup: async ({ externalId, name }) => {
      const team = { id: randomUUID(), name, ownerEmail: '', planType: 'unknown' as const, remoteUrl: externalId }
      await refusingTaken(within(tx => savepoint(tx, inner => insertTeams(inner, [team]))))
      return oneTeam(team.id)
    },
    renameGroup: async (remote, name) => {
      const renamed = await within(tx => renameOwnTeam(tx, remote, name))
      const now = await oneTeam(remote.id)
      if (!renamed) throw new MessengerFault('scim-changed-meanwhile')
      return now
    },
    removeGroup: async id => {
      if (!(await within(tx => deleteOwnTeam(tx, id)))) throw new MessengerFault('scim-gone')
    },
    readMembers: id => within(tx => readOwnMembers(tx, id)),
    addMembers: (id, accounts) => within(tx => addOwnMembers(tx, id, accounts)),
    removeMembers: (id, accounts) => within(tx => removeOwnMembers(tx, id, accounts)),
  }
}

const refusals = {
  gone: 'scim-gone',
  managed: 'scim-forbidden',
  'changed-meanwhile': 'scim-changed-meanwhile',
} as const

async function* everyOne<T extends { id: string }>(
  pageAfter: (after: string | null) => Promise<T[]>,
): AsyncGenerator<T[]> {
  for (let after: string | null = null; ; ) {
    const page: T[] = await pageAfter(after)
    const last = page.at(-1)
    if (!last) return
    yield page
    after = last.id
  }
}

function found<T>(row: T | null): T {
  if (row === null) throw new MessengerFault('scim-gone')
  return row
}

/** SQLSTATE 23505: the address, or the id over there, is another one's. */
const refusingTaken = <T>(work: Promise<T>): Promise<T> =>
  work.catch(error => {
    if (sqlState(error) === '23505') throw new MessengerFault('scim-taken')
    throw error
  })

/** An account of ours as a Messenger has it. */
export function asAccount({ externalId, manager, version, ...account }: OwnAccount): MessengerAccount {
  const join = {
    anchor: externalId as Anchor | null,
    manager: manager === null ? null : { id: manager, displayName: null },
  }
  return { ...readAccount(toScimUser(account, join)), version }
}

function keyOf(address: string): string | null {
  const canonical = canonicalAddress(address)
  return 'key' in canonical ? canonical.key : null
}

function toTakeOver(values: AccountValues) {
  const address = keyOf(String(values.userName ?? ''))
  if (address === null) throw new MessengerFault('scim-no-address')
  const remoteId = textOf(values, 'externalId')
  return { id: randomUUID(), remoteId, address, attributes: attributesOf(values, address), values }
}

/** Where the account's own columns are, by the port's fields. */
const columns: { [Field in ManagedField]?: keyof AccountAttributes } = {
  userName: 'email',
  'emails.work': 'email',
  'name.givenName': 'givenName',
  'name.familyName': 'familyName',
  displayName: 'displayName',
  title: 'title',
  'phoneNumbers.work': 'workPhone',
  'phoneNumbers.mobile': 'mobilePhone',
  employeeNumber: 'employeeNumber',
  organization: 'organization',
  department: 'department',
}

function changeOf(fields: readonly ManagedField[], wanted: AccountValues) {
  const change = {
    attributes: {} as Partial<AccountAttributes>,
    address: null as string | null,
    active: null as boolean | null,
  }
  for (const field of fields) {
    const [column, value] = [columns[field], wanted[field]]
    if (field === 'active') change.active = value !== false
    else if (column === undefined) throw new MessengerFault('scim-not-supported', field)
    else change.attributes[column] = value === undefined ? null : (String(value) as never)
    if (column !== 'email') continue
    change.address = keyOf(String(value ?? ''))
    if (change.address === null) throw new MessengerFault('scim-no-address')
  }
  return change
}
