import type { Refusal } from './messages'
import type { SignatureFault } from './signature'
import { supportedVersions } from './version'

/**
 * Everything the portal refuses an agent, with the status and the sentence that an administrator on that machine reads.
 * The sentences travel with the answer, so that an agent which is older than a refusal can print it too.
 */
const table = {
  'signature-missing': [401, 'The request is not signed. Only the agent program can use this address.'],
  'signature-malformed': [401, 'The signature cannot be read. If a proxy changes headers, exclude the portal from it.'],
  'signature-wrong': [
    401,
    'The signature does not fit the request. If a proxy changes requests, exclude the portal from it.',
  ],
  'body-altered': [401, 'The request was changed on its way. If a proxy changes requests, exclude the portal from it.'],
  'unknown-agent': [
    401,
    'The portal does not know this key. If the agent was removed there, create a new enrollment token and run setup again.',
  ],
  revoked: [
    403,
    'This agent was revoked in the portal and cannot come back. Create a new enrollment token and run setup again.',
  ],
  'clock-skew': [
    401,
    'The clock of this machine is {minutes} minutes {direction}. The agent cannot sign in until it is within 5 minutes of the right time.',
  ],
  replayed: [409, 'This request was sent before. Nothing was done a second time.'],
  cloned: [
    409,
    'Another copy of this agent is running with the same key. Stop one of the two; if the machine was copied, run setup there with a new enrollment token.',
  ],
  'protocol-unsupported': [
    426,
    'This agent speaks version {version} of the protocol, and the portal understands {supported}. Download the agent again from the portal and install it over this one.',
  ],
  'request-invalid': [
    400,
    'The portal cannot read this request. Download the agent again from the portal and install it over this one.',
  ],
  'too-large': [413, 'The request is larger than the portal accepts.'],
  'token-unknown': [403, 'The portal does not know this enrollment token. Create a new one in the portal.'],
  'token-used': [
    403,
    'This enrollment token was used before. If that was not you, revoke the agent in the portal. Create a new token there.',
  ],
  'token-expired': [
    403,
    'This enrollment token is too old: tokens are good for 60 minutes. Create a new one in the portal.',
  ],
  'key-taken': [409, 'This key belongs to an agent already. Remove the key file and run setup again.'],
  'job-over': [
    409,
    'This job is not this agent’s any more: it was cancelled, took too long, or another agent took over. Nothing of it counts.',
  ],
  'part-differs': [409, 'A part with this number is there and has other contents. Nothing of this upload counts.'],
  'part-damaged': [422, 'A part cannot be unpacked, or unpacks to more than is allowed.'],
  'seal-differs': [409, 'What arrived is not what the seal says. Nothing of this upload counts.'],
  'run-unknown': [404, 'This agent’s connector has no run {number}.'],
  'not-done': [409, '{because}'],
  busy: [503, 'The portal has no room for more parts at the moment. The agent waits and goes on.'],
  unexpected: [500, 'Something went wrong in the portal. The agent tries again.'],
} as const satisfies Record<SignatureFault | string, readonly [number, string]>

export type RefusalCode = keyof typeof table

export function refusal(code: RefusalCode, args: Refusal['args'] = {}): { status: number; body: Refusal } {
  const [status, template] = table[code]
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => String(args[name] ?? '?'))
  return { status, body: { code, text, args } }
}

/** @param ahead seconds by which the agent's clock is ahead; negative when it is behind */
export const skewRefusal = (ahead: number, now: number) =>
  refusal('clock-skew', {
    minutes: Math.max(1, Math.round(Math.abs(ahead) / 60)),
    direction: ahead > 0 ? 'fast' : 'slow',
    serverTime: new Date(now).toISOString(),
  })

/** Null when the portal speaks that version. */
export const versionRefusal = (version: number) =>
  supportedVersions.includes(version)
    ? null
    : refusal('protocol-unsupported', { version, supported: supportedVersions.join(', ') })
