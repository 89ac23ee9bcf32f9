import { readFileSync } from 'node:fs'
import { openPortal } from '@/agent/portal'
import { presence } from '@/agent/presence'
import { work } from '@/agent/work'
import { makeKey } from '@/lib/agent-protocol/keys'
import { createLdapSource } from '@/lib/directory/ldap/ldap-source'
import { Secret } from '@/lib/directory/secret'
import { onLeashEnd, sayReady } from '@/lib/launch/leash'
import { networkPolicy } from '@/lib/network/policy'
import { settingsFor } from '../settings'
import { task } from './own'

/** An agent's own work with the reader of this bench: the one that enrolls with a token and reads until it is stopped. */
type Task = { portal: string; token: string; port: number; caFile: string; userDn: string; password: string }
const { portal: address, token, port, caFile, userDn, password } = task<Task>()

const key = makeKey()
const portal = openPortal(address, () => key)
await portal.post('enroll', { token, publicKey: key.publicKey, presence })
const { connection } = settingsFor({ port, ca: readFileSync(caFile, 'utf8'), userId: userDn })
const policy = networkPolicy({
  ENROLLMENT_HOSTING: 'self-hosted',
  ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8',
  ENROLLMENT_DIRECTORY_PORTS: String(port),
  DATABASE_URL: undefined,
  ENROLLMENT_SAMPLE_DIRECTORY: undefined,
})
const source = createLdapSource({ connection, password: new Secret(password) }, { policy, addressing: 'dn' })
const stopping = new AbortController()
const working = work({ portal, presence, pollSeconds: 25, directory: () => null, open: () => source }, stopping.signal)
onLeashEnd(async () => {
  stopping.abort()
  await working
})
sayReady()
