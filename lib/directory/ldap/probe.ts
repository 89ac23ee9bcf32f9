import type { TLSSocket } from 'node:tls'
import { ReadFailure } from '../read-fault'
import type { DirectoryTarget, ProbeReport, ProbeStep } from '../source'
import { administratorGroups } from './administrator-groups'
import { certificateFacts, daysLeft } from './certificate'
import { faultOf, type Place } from './faults'
import { checkContents } from './probe-contents'
import { type Finding, Telling } from './probe-telling'
import { readRootDse } from './root-dse'
import { openSecureSocket } from './secure-socket'
import { type Circumstances, refuseUnusablePassword, resolve, type Session, signIn } from './session'

/** Who is told, and which attributes are looked for among the first people. */
export type Probing = { tell: (report: ProbeReport) => void; mapped: readonly string[] }

/**
 * Runs the seven checks of Test Connection in order and tells the report after every change. The first check that fails ends
 * the test; the rest is `not-checked`. Where several hosts are configured, the next one is tried while a host cannot be
 * reached safely. Never throws for what the directory did.
 */
export async function probeDirectory(
  target: DirectoryTarget,
  { tell, mapped }: Probing,
  circumstances: Circumstances,
): Promise<ProbeReport> {
  let first: ProbeReport | undefined
  for (const place of target.connection.hosts) {
    const report = await probeHost({ telling: new Telling(tell), mapped }, target, place, circumstances)
    const wasReached = report.steps.some(step => step.check === 'secure' && isGood(step))
    if (wasReached || circumstances.signal.aborted) return report
    first ??= report
  }
  const report = first ?? new Telling(tell).report
  tell(report)
  return report
}

const isGood = (step: ProbeStep) => step.state === 'passed' || step.state === 'warning'

async function probeHost(
  { telling, mapped }: Pick<Probing, 'mapped'> & { telling: Telling },
  target: DirectoryTarget,
  place: Place,
  circumstances: Circumstances,
): Promise<ProbeReport> {
  let socket: TLSSocket | undefined
  let session: Session | undefined
  try {
    const address = await telling.check('name', async () => {
      const found = await resolve(target, place, circumstances)
      return { facts: { host: place.host, addresses: found.addresses.map(each => each.address) }, value: found }
    })
    socket = await reachPort(telling, address, circumstances)
    const secured = socket
    session = await telling.check('sign-in', async () => {
      refuseUnusablePassword(target)
      const { userId } = target.connection
      const signedIn = await signIn(secured, target, place, circumstances)
      session = signedIn
      return { facts: { userId }, value: signedIn, ...(await warnOfRights(signedIn, userId)) }
    })
    await checkContents(telling, session, { baseDn: target.connection.baseDn, mapped })
  } catch (error) {
    telling.failed(faultOf(error))
  } finally {
    await session?.close()
    socket?.destroy()
  }
  return telling.report
}

/** TCP and TLS are one step for the socket and two for people. */
async function reachPort(
  telling: Telling,
  address: Parameters<typeof openSecureSocket>[0],
  { limits, signal }: Circumstances,
): Promise<TLSSocket> {
  telling.start('port')
  const socket = await openSecureSocket(address, {
    milliseconds: limits.connect,
    signal,
    onPort: reached => {
      telling.pass('port', { facts: { address: reached, port: address.port } })
      telling.start('secure')
    },
  })
  telling.pass('secure', findCertificate(socket, new Date()))
  return socket
}

/** A service account only has to read; one that could change the domain is worth more to a thief. Never in the way. */
async function warnOfRights(session: Session, userId: string): Promise<Pick<Finding, 'warnings'>> {
  const groups = await readRootDse(session)
    .then(rootDse => administratorGroups(session, rootDse, userId))
    .catch((error: unknown): string[] => {
      // What cannot be read is left out; a connection that is over is a fault.
      session.mustBeSignedIn()
      if (error instanceof ReadFailure) return []
      throw error
    })
  if (groups.length === 0) return {}
  return { warnings: [{ code: 'account-is-administrator', args: { groups: groups.join(', ') } }] }
}

/** A certificate about to end is worth a warning this many days before. */
const daysOfWarning = 30

function findCertificate(socket: TLSSocket, now: Date): Finding {
  const facts = certificateFacts(socket)
  if (!facts) return { facts: {} }
  const shown = { ...facts, protocol: socket.getProtocol() ?? '' }
  const days = daysLeft(facts, now)
  if (days > daysOfWarning) return { facts: shown }
  const args = { days, validTo: Date.parse(facts.validTo) }
  return { facts: shown, warnings: [{ code: 'certificate-expires-soon', args }] }
}
