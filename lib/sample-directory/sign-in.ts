import type { Directory } from './directory'
import type { Item } from './item'
import { faults, type Result, success } from './protocol/result'
import { findReference } from './reference'
import { obstacleOf } from './sign-in-obstacles'

/** Who a connection is signed in as; null stands for anonymous. */
export type SignedIn = { result: Result; account: Item | null }

/**
 * A simple bind as Active Directory decides it (MS-ADTS 5.1.1.1.1). An empty password is not a wrong one: it signs in as
 * nobody and succeeds (RFC 4513 §5.1.2), which is why clients must never send it.
 */
export function signIn(directory: Directory, name: string, password: Buffer, now: Date): SignedIn {
  if (password.length === 0) return { result: success, account: null }
  const account = findAccount(directory, name)
  if (!account || account.deleted) return refused('525')
  const obstacle = obstacleOf(account, account.signIn, password, { directory, now })
  return obstacle === null ? { result: success, account } : refused(obstacle)
}

/** By DN, UPN, `account@domain` or `DOMAIN\account`; not by the bare account name. */
function findAccount(directory: Directory, name: string): Item | undefined {
  const { domain, netbiosName } = directory.company
  const [user = '', realm = ''] = name.toLowerCase().split('@')
  const [prefix = '', account = ''] = name.toLowerCase().split('\\')
  const ofDomain = prefix === netbiosName.toLowerCase() || prefix === domain
  if (ofDomain && account !== '') return find(directory, 'sAMAccountName', account)
  if (name.includes('=')) return findReference(name, directory)
  const local = realm === domain || realm === netbiosName.toLowerCase() ? user : ''
  return (
    find(directory, 'userPrincipalName', name) ?? (local === '' ? undefined : find(directory, 'sAMAccountName', local))
  )
}

function find(directory: Directory, attribute: string, wanted: string): Item | undefined {
  const key = wanted.toLowerCase()
  for (const item of directory.all())
    if (!item.deleted && item.attributes[attribute]?.[0]?.toLowerCase() === key) return item
  return undefined
}

const refused = (data: string): SignedIn => ({ result: faults.signIn(data), account: null })

export const isAdministrator = (account: Item | null): boolean => account?.rid === 500
