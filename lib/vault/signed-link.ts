import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { env } from '@/lib/env'

/** What links in mails are for: one that was made for one thing is none for another. */
export type LinkPurpose = 'team-request' | 'management-request'
const Named = z.tuple([z.uuid(), z.uuid(), z.string()])

/**
 * What a link in a mail carries: which row of which organization is meant, and that it is from us (HMAC-SHA-256, RFC 2104,
 * under a key derived from ENROLLMENT_SECRET). The same row has always the same link; how often it may be used is the row's to say.
 */
export const linkToken = (purpose: LinkPurpose, organizationId: string, id: string): string =>
  [organizationId, id, mac(purpose, organizationId, id).toString('base64url')].join('.')

/** @returns null when the token is none of ours */
export function readLinkToken(purpose: LinkPurpose, token: string): { organizationId: string; id: string } | null {
  const named = Named.safeParse(token.split('.'))
  if (!named.success) return null
  const [organizationId, id, signature] = named.data
  const [given, ours] = [Buffer.from(signature, 'base64url'), mac(purpose, organizationId, id)]
  return given.length === ours.length && timingSafeEqual(given, ours) ? { organizationId, id } : null
}

function mac(purpose: LinkPurpose, organizationId: string, id: string): Buffer {
  const secret = env().ENROLLMENT_SECRET
  if (!secret) throw new Error('ENROLLMENT_SECRET is missing; no link can be signed without it.')
  const key = Buffer.from(hkdfSync('sha256', secret, 'enrollment', `link/${purpose}`, 32))
  return createHmac('sha256', key).update(`${organizationId}.${id}`).digest()
}
