import { createHash } from 'node:crypto'
import { type Anchor, anchorFromBytes } from '../anchor'
import type { ImportRequest } from '../source'
import type { FullReadReason, Watermark } from '../watermark'
import { seesDeleted } from './deleted-objects'
import { bytesOf } from './entry-values'
import { anyObject } from './filters'
import type { RootDse } from './root-dse'
import { readBase } from './search'
import type { Session } from './session'

/** What a watermark is compared with, as the server that answers now says it. */
export type ServerState = Pick<Watermark, 'server' | 'domainSid' | 'request'> & {
  /** null = the server or the account's rights do not tell. */
  invocationId: Anchor | null
  usn: bigint
  seesDeleted: boolean
}

/** @throws ReadFailure when the connection ended */
export async function readServerState(
  session: Session,
  rootDse: RootDse,
  known: { namingContext: string; domainSid: string; request: string },
): Promise<ServerState> {
  const state = {
    server: rootDse.dsServiceName,
    domainSid: known.domainSid,
    request: known.request,
    invocationId: await readInvocationId(session, rootDse.dsServiceName),
    usn: rootDse.highestCommittedUsn,
    seesDeleted: await seesDeleted(session, known.namingContext),
  }
  session.mustBeSignedIn()
  return state
}

/** The generation of the server's database (MS-ADTS 3.1.1.1.9), which every account may read. */
export async function readInvocationId(session: Session, settings: string): Promise<Anchor | null> {
  if (settings === '') return null
  const answer = await readBase(session, settings, {
    filter: anyObject,
    attributes: ['objectGUID', 'invocationId'],
  }).catch(() => null)
  const id = answer?.kind === 'found' ? bytesOf(answer.entry, 'invocationId')[0] : undefined
  return id?.length === 16 ? anchorFromBytes(id) : null
}

/**
 * Whether a watermark still means what it meant, or why everything must be read. Numbers of another server, of a restored
 * one, or of one whose counter went back say nothing of what changed.
 */
export function doubtOf(watermark: Watermark, now: ServerState): FullReadReason | null {
  if (watermark.request !== now.request) return { code: 'full-settings-changed', args: {} }
  if (watermark.domainSid !== now.domainSid)
    return { code: 'full-other-domain', args: { was: watermark.domainSid, now: now.domainSid } }
  if (watermark.server !== now.server)
    return { code: 'full-other-server', args: { was: nameOf(watermark.server), now: nameOf(now.server) } }
  if (watermark.invocationId !== now.invocationId)
    return { code: 'full-server-restored', args: { server: nameOf(now.server) } }
  if (now.usn < BigInt(watermark.usn))
    return { code: 'full-numbers-went-back', args: { was: watermark.usn, now: now.usn.toString() } }
  if (watermark.method !== 'sweep' && !now.seesDeleted) return { code: 'full-deleted-hidden', args: {} }
  return null
}

/** `CN=NTDS Settings,CN=DC1,CN=Servers,…` is the server that people call DC1. */
const nameOf = (server: string): string => /^[^,]*,CN=([^,]+),/i.exec(server)?.[1] ?? (server || '?')

/** Raised whenever the reader takes something else from the same entries than it did before. */
const reading = 1

/**
 * The same for two imports that ask for the same: what one read is then what the other would have read.
 * @param people whom this reader may see at most
 */
export function requestFingerprint(
  baseDn: string,
  { scopes, attributes, lists = false }: ImportRequest,
  people: string | null,
): string {
  const limits = people === null ? [] : [people]
  const asked = [reading, baseDn, scopes.map(scope => scope.anchor), attributes, lists, ...limits]
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex')
}
