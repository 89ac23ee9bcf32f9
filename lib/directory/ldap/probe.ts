import type { TLSSocket } from 'node:tls'
import { rdnValue } from '../distinguished-name'
import { identityAttributes } from '../person-attributes'
import type { ReadFault } from '../read-fault'
import { type DirectoryTarget, type ProbeCheck, type ProbeReport, type ProbeStep, probeChecks } from '../source'
import { nodeOf, takeCensus } from './census'
import { certificateFacts, daysLeft } from './certificate'
import { toObject } from './entry-values'
import { faultOf, type Place } from './faults'
import { anchorBase, anyObject, peopleFilter, showDeleted } from './filters'
import { judgeReference } from './references'
import { namingContextOf, type RootDse, readRootDse, searchBase } from './root-dse'
import { findBase, type ScopeRoot } from './scope-root'
import { readBase, readPages } from './search'
import { openSecureSocket } from './secure-socket'
import { type Circumstances, refuseUnusablePassword, resolve, type Session, signIn } from './session'

type Facts = ProbeStep['facts']
type Finding = { facts: Facts; warning?: ReadFault }

/**
 * Runs the seven checks of Test Connection in order and tells the report after every change. The first check that fails ends
 * the test; the rest is `not-checked`. Where several hosts are configured, the next one is tried while a host cannot be
 * reached safely. Never throws for what the directory did.
 */
export async function probeDirectory(
  target: DirectoryTarget,
  tell: (report: ProbeReport) => void,
  circumstances: Circumstances,
): Promise<ProbeReport> {
  let first: ProbeReport | undefined
  for (const place of target.connection.hosts) {
    const report = await probeHost(new Telling(tell), target, place, circumstances)
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
  telling: Telling,
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
      return { facts: { userId: target.connection.userId }, value: await signIn(secured, target, place, circumstances) }
    })
    await checkContents(telling, session, target)
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

/** A certificate about to end is worth a warning this many days before. */
const daysOfWarning = 30

function findCertificate(socket: TLSSocket, now: Date): Finding {
  const facts = certificateFacts(socket)
  if (!facts) return { facts: {} }
  const shown = { ...facts, protocol: socket.getProtocol() ?? '' }
  const days = daysLeft(facts, now)
  if (days > daysOfWarning) return { facts: shown }
  const args = { days, validTo: Date.parse(facts.validTo) }
  return { facts: shown, warning: { code: 'certificate-expires-soon', args } }
}

async function checkContents(telling: Telling, session: Session, target: DirectoryTarget): Promise<void> {
  const { root, rootDse } = await telling.check('base', async () => {
    const found = await readRootDse(session)
    telling.report.namingContexts = found.namingContexts
    telling.report.baseDn = found.defaultNamingContext
    const base = await findBase(session, searchBase(found, target.connection.baseDn))
    return {
      facts: { baseDn: base.dn, namingContexts: found.namingContexts, dnsHostName: found.dnsHostName },
      value: { root: base, rootDse: found },
    }
  })
  await telling.check('deleted', async () => ({ ...(await seeDeleted(session, rootDse, root)), value: undefined }))
  await telling.check('sample', async () => ({ ...(await readSample(session, rootDse, root)), value: undefined }))
}

/** An account that may see tombstones sees the container they are in; for any other it is not there (MS-ADTS 3.1.1.5.5.1.1). */
async function seeDeleted(session: Session, rootDse: RootDse, root: ScopeRoot): Promise<Finding> {
  const container = `CN=Deleted Objects,${namingContextOf(rootDse, root.dn)}`
  const request = { filter: anyObject, attributes: ['objectGUID'], controls: [showDeleted()] }
  const answer = await readBase(session, container, request).catch(() => null)
  if (answer?.kind === 'found') return { facts: { visible: 1 } }
  return { facts: { visible: 0 }, warning: { code: 'deleted-not-visible', args: {} } }
}

async function readSample(session: Session, rootDse: RootDse, root: ScopeRoot): Promise<Finding> {
  const census = await takeCensus(session, root, rootDse)
  const people = nodeOf(census, root.anchor)?.peopleBelow ?? 0
  const facts: Facts = {
    people,
    units: [...census.units.values()].filter(unit => unit.kind === 'organizational-unit').length,
    atLeast: census.partial ? 1 : 0,
    names: await firstNames(session, rootDse, root),
  }
  if (people > 0) return { facts }
  return { facts, warning: { code: 'base-empty', args: { baseDn: root.dn } } }
}

async function firstNames(session: Session, rootDse: RootDse, root: ScopeRoot): Promise<string[]> {
  const small = { ...session, limits: { ...session.limits, pageSize: 50 } }
  const pages = readPages(small, {
    base: anchorBase(root.anchor),
    scope: 'sub',
    filter: peopleFilter,
    attributes: [...identityAttributes, 'displayName', 'mail'],
    onReference: url => judgeReference(url, root.dn, rootDse),
  })
  for await (const entries of pages) {
    const people = entries.map(entry => toObject(entry, ['displayName', 'mail']))
    // Service accounts stand first in many directories; someone with an address is a better example.
    const best = [
      ...people.filter(({ attributes }) => attributes.mail),
      ...people.filter(({ attributes }) => !attributes.mail),
    ]
    if (best.length > 0)
      return best.slice(0, 3).map(({ attributes, dn }) => attributes.displayName?.[0] ?? rdnValue(dn))
  }
  return []
}

/** Keeps the report and tells it. */
class Telling {
  readonly report: ProbeReport
  private running: { check: ProbeCheck; since: number } | undefined

  constructor(private readonly tell: (report: ProbeReport) => void) {
    const steps = probeChecks.map(check => ({ check, state: 'waiting', took: null, fault: null, facts: {} }) as const)
    this.report = { passed: false, steps: [...steps], baseDn: null, namingContexts: [] }
  }

  async check<T>(check: ProbeCheck, work: () => Promise<Finding & { value: T }>): Promise<T> {
    this.start(check)
    const { value, ...finding } = await work()
    this.pass(check, finding)
    return value
  }

  start(check: ProbeCheck): void {
    this.running = { check, since: performance.now() }
    this.set(check, { state: 'running' })
  }

  pass(check: ProbeCheck, { facts, warning }: Finding): void {
    const state = warning ? 'warning' : 'passed'
    this.report.passed = check === 'sample'
    this.set(check, { state, took: this.took(), facts, fault: warning ?? null })
    this.running = undefined
  }

  /** The running check failed: what comes after it is not checked. */
  failed(fault: ReadFault): void {
    const check = this.running?.check
    for (const step of this.report.steps) {
      if (step.check === check) Object.assign(step, { state: 'failed', took: this.took(), fault })
      else if (step.state === 'waiting') step.state = 'not-checked'
    }
    this.tell(structuredClone(this.report))
  }

  private took(): number | null {
    return this.running ? Math.round(performance.now() - this.running.since) : null
  }

  private set(check: ProbeCheck, change: Partial<ProbeStep>): void {
    const step = this.report.steps.find(each => each.check === check)
    if (step) Object.assign(step, change)
    this.tell(structuredClone(this.report))
  }
}
