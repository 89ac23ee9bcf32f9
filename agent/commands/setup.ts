import { fingerprintOf, makeKey } from '@/lib/agent-protocol/keys'
import { EnrollAnswer } from '@/lib/agent-protocol/messages'
import { askPerson } from '../ask-person'
import { agentFolder, env } from '../env'
import { givenSecret } from '../given-secret'
import { prepareNetwork } from '../network'
import { openPortal } from '../portal'
import { presence } from '../presence'
import { noLimits, readAgentKey, readSettings, writeAgentKey, writeSettings } from '../settings'
import { type ConnectionOptions, configure } from './configure'

/**
 * Makes this machine an agent: a key of its own, the token exchanged for a name in the portal, and then, if the directory
 * is named too, where to read.
 */
export async function setup(options: ConnectionOptions & { portal?: string }): Promise<void> {
  const environment = env()
  const folder = agentFolder(environment)
  if (isSetUp(folder)) throw new Error(`There is an agent in ${folder} already. To begin anew, run uninstall first.`)
  prepareNetwork(environment)
  const portal = addressOf(
    options.portal ?? (await askPerson('Address of the portal, e.g. https://portal.example.com/enrollment')),
  )
  const { ENROLLMENT_AGENT_TOKEN: token, ENROLLMENT_AGENT_TOKEN_FILE: file } = environment
  const secret = givenSecret(token, file) ?? (await askPerson('Enrollment token', { secret: true }))
  // A setup that was broken off goes on with the key that it had made: the portal knows one key once.
  const key = readAgentKey(folder) ?? makeKey()
  writeAgentKey(folder, key)
  const request = { token: secret, publicKey: key.publicKey, presence }
  const { agentId, name, connector, organization } = EnrollAnswer.parse(
    await openPortal(portal, () => key).post('enroll', request),
  )
  writeSettings(folder, { portal, agentId, name, connection: null, limits: noLimits })
  console.log(`This machine is now the agent ${name} of ${connector}, ${organization}.`)
  console.log(`Fingerprint ${fingerprintOf(key.keyId)}`)
  console.log('The portal shows the same fingerprint. If it shows another one, revoke this agent there.')
  if (options.host || process.stdin.isTTY) await configure(options)
  else console.log('Next: run the configure command to tell the agent about your directory.')
}

function isSetUp(folder: string): boolean {
  try {
    readSettings(folder)
    return true
  } catch {
    return false
  }
}

/** @throws Error when what goes there could be read on the way */
function addressOf(typed: string): string {
  const url = URL.parse(typed.trim().replace(/\/+$/, ''))
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new Error(`"${typed}" is not an address such as https://portal.example.com/enrollment.`)
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol === 'http:' && !here) throw new Error('The portal is reached over https only.')
  return url.href.replace(/\/+$/, '')
}
