import { InvalidCredentialsError } from 'ldapts'
import { WatchedClient } from '../testing/paged-search'

/** A person whom the contract expects to find, with the values it expects. */
export type KnownPerson = {
  dn: string
  sAMAccountName: string
  /** Values by attribute in schema spelling. */
  attributes: Partial<Record<string, string>>
  /** The manager's DN; null = none. */
  managerDn: string | null
  enabled: boolean
}

/** Where a directory is known to behave otherwise than a domain controller of Windows; the contract holds it to that. */
export type Difference =
  | 'no-who-am-i'
  | 'failed-sign-in-keeps-session'
  | 'types-only-gives-values'
  | 'approximate-match-fails'
  | 'unknown-attribute-is-false'
  | 'long-lists-come-whole'
  | 'accents-count'

/** Samba 4.17 as a domain controller, as measured. */
export const sambaDifferences: readonly Difference[] = [
  'no-who-am-i',
  'failed-sign-in-keeps-session',
  'types-only-gives-values',
  'approximate-match-fails',
  'unknown-attribute-is-false',
  'long-lists-come-whole',
  'accents-count',
]

/** A list that the contract expects to find. */
export type KnownList = { dn: string; name: string; members: string[] }

export type Credentials = { userId: string; password: string }

/** A running directory that the contract is held against: the sample, or a real domain controller. */
export type ContractTarget = {
  url: string
  /** A listener without TLS; null = none to test. */
  plainUrl: string | null
  caPem: string
  /** The name to check the certificate against, when the URL holds an address. */
  servername?: string
  baseDn: string
  /** An ordinary account without administrative rights. */
  reader: Credentials
  readerDn: string
  /** The same account as `DOMAIN\name`. */
  readerLogon: string
  /** Accounts that are refused although their passwords are right. */
  disabled: Credentials
  mustChange: Credentials
  expired: Credentials
  /** The unit that holds all known people, and nobody else. */
  companyDn: string
  /** All people below `companyDn`. */
  people: KnownPerson[]
  /** Lists below `companyDn`, all of whose members are there too. */
  lists: KnownList[]
  stop(): Promise<void>
}

function connect({ url, caPem, servername }: ContractTarget): WatchedClient {
  return new WatchedClient({ url, timeout: 20_000, tlsOptions: { ca: caPem, ...(servername ? { servername } : {}) } })
}

/** Runs `work` on a connection of its own that is signed in as the reader. */
export async function signedIn<T>(target: ContractTarget, work: (client: WatchedClient) => Promise<T>): Promise<T> {
  const client = connect(target)
  try {
    await client.bind(target.reader.userId, target.reader.password)
    return await work(client)
  } finally {
    await client.unbind()
  }
}

export async function anonymous<T>(target: ContractTarget, work: (client: WatchedClient) => Promise<T>): Promise<T> {
  const client = connect(target)
  try {
    return await work(client)
  } finally {
    await client.unbind()
  }
}

/** The sub-code with which a sign-in is refused (MS-ADTS 3.1.1.3.1.9), or null when it is accepted. */
export function refusal(target: ContractTarget, { userId, password }: Credentials): Promise<string | null> {
  return anonymous(target, async client => {
    try {
      await client.bind(userId, password)
      return null
    } catch (error) {
      if (!(error instanceof InvalidCredentialsError)) throw error
      return /, data ([0-9a-f]+),/.exec(error.message)?.[1] ?? 'no sub-code'
    }
  })
}

/** The code a search or write ends with; 0 when it succeeds. */
export async function codeOf(work: Promise<unknown>): Promise<number> {
  try {
    await work
    return 0
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'number') return error.code
    throw error
  }
}
