import type { Company, PersonRecord } from '@/lib/sample-directory/company'
import { inventName } from '@/lib/sample-directory/company/identity'
import { seededRandom } from '@/lib/sample-directory/random'
import type { SampleAccount } from '@/lib/store/sample-messenger'

const seed = 20_260_112

/**
 * The accounts that the sample company's Messenger has beside its directory: nobody manages them, and the directory says of
 * them whatever a directory can say. Nobody of them is somebody whom the first run would link by its rules, because that run
 * would bring them in by itself.
 */
export function inventAccounts({ domain, people }: Pick<Company, 'domain' | 'people'>): SampleAccount[] {
  const random = seededRandom(seed)
  const employees = people.filter(({ kind }) => kind === 'employee')
  const taken = new Set(employees.flatMap(addressesOf))
  const accounts: SampleAccount[] = []
  const add = (name: string, local: string, more: Partial<SampleAccount> = {}) => {
    const email = local.includes('@') ? local : `${local}@${domain}`
    if (taken.has(email)) return
    taken.add(email)
    const at = accounts.length
    accounts.push({
      ...{ name, email, verified: true, registered: true, active: true, suspended: false, onHold: false },
      ...{ managedElsewhere: null, plan: at % 9 === 4 ? 'premium' : at % 31 === 7 ? 'premium-subscription' : 'free' },
      ...{ employeeNumber: null, invitedBy: at % 3 === 1 && at > 3 ? Math.floor(at / 3) : null },
      ...{ idleDays: at % 11 === 5 ? null : (at * 37) % 400, createdDays: 20 + ((at * 53) % 900) },
      ...more,
    })
  }
  for (const person of employees.filter(cannotSignIn).slice(0, 24)) addAs(person)
  for (const person of employees.filter(isWithoutMail).slice(0, 12)) addAs(person)
  for (const person of employees.filter(isPlain).slice(3, 48)) {
    const [name, local] = [initialsOf(person), localOf(person)]
    add(name, local.includes('.') ? local.replace('.', '') : `${local}+private`)
  }
  for (let number = 1; number <= 220; number++) {
    const { display, latin } = inventName(random)
    add(`${display} ${number % 2 === 0 ? '(Freelancer)' : '(Agency)'}`, `${latin.given}.${latin.family}.ext${number}`, {
      registered: number % 9 !== 0,
      suspended: number % 41 === 0,
      active: number % 53 !== 0,
      onHold: number % 37 === 0,
      managedElsewhere: number % 29 === 0 ? 'Contoso' : null,
    })
  }
  // These are in Messenger too, and are never listed: nobody verified the address, or it is somebody else's.
  for (let number = 1; number <= 6; number++) {
    add(`Visitor ${number}`, `visitor${number}`, { verified: false })
    add(`Partner ${number}`, `partner${number}@partner.example`)
  }
  return accounts

  function addAs(person: PersonRecord) {
    const [address] = addressesOf(person).reverse()
    if (!address?.endsWith(`@${domain}`)) return
    taken.delete(address)
    add(initialsOf(person), address)
  }
}

const addressesOf = ({ userPrincipalName, attributes }: PersonRecord): string[] =>
  [userPrincipalName, attributes.mail].flatMap(address => (address ? [address.toLowerCase()] : []))
const cannotSignIn = ({ enabled, problem, attributes }: PersonRecord) => !enabled && !problem && !!attributes.mail
const isWithoutMail = ({ enabled, problem }: PersonRecord) => enabled && problem === 'mail-missing'
const isPlain = ({ enabled, expired, problem }: PersonRecord) => enabled && !expired && !problem
const localOf = ({ attributes }: PersonRecord) => (attributes.mail ?? '').split('@')[0]?.toLowerCase() ?? ''
/** Names differ a little from the directory's, as they do when people type them. */
const initialsOf = ({ attributes }: PersonRecord) =>
  `${(attributes.givenName ?? '').slice(0, 1)}. ${attributes.sn ?? attributes.displayName ?? ''}`.trim()
