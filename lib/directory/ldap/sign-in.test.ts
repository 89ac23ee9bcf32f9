import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ReadFailure } from '../read-fault'
import { read, sourceFor, withServer } from '../testing/reading'
import { certificate } from '../testing/scripted-server'
import { world } from '../testing/world'
import { openSecureSocket } from './secure-socket'

const people = () => ({ world: world(3) })

/** A port on which a plain TCP server does as told with every connection. */
async function withPlainServer(
  onConnection: (socket: import('node:net').Socket) => void,
  work: (port: number) => Promise<void>,
) {
  const sockets = new Set<import('node:net').Socket>()
  const server = createServer(socket => {
    sockets.add(socket.on('error', () => undefined))
    onConnection(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  try {
    await work(typeof address === 'object' && address ? address.port : 0)
  } finally {
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  }
}

async function faultOf(server: Parameters<typeof sourceFor>[0], changes: Parameters<typeof sourceFor>[1] = {}) {
  const failure = await sourceFor(server, changes)
    .browse(null, new AbortController().signal)
    .then(
      () => null,
      (error: unknown) => error,
    )
  expect(failure).toBeInstanceOf(ReadFailure)
  return (failure as ReadFailure).fault
}

describe('the certificate is verified, and its fault is named', () => {
  test('another name', async () => {
    await withServer(
      people(),
      async server => {
        const fault = await faultOf(server)
        expect(fault).toEqual({
          code: 'certificate-name-mismatch',
          args: { host: '127.0.0.1', names: 'dc1.lab.example, dc2.lab.example', pin: expect.any(String) },
        })
        expect(server.operations).toEqual([])
      },
      { hosts: ['dc1.lab.example', 'dc2.lab.example'] },
    )
  })

  test('another authority, whose name is told', async () => {
    await withServer(people(), async server => {
      for (const ca of [null, certificate(['other.example']).ca])
        expect(await faultOf(server, { ca })).toMatchObject({
          code: 'certificate-unknown-authority',
          args: { issuer: 'Scripted CA' },
        })
      expect(server.operations).toEqual([])
    })
  })

  test('expired, with its date', async () => {
    await withServer(
      people(),
      async server => {
        const { code, args } = await faultOf(server)
        expect(code).toBe('certificate-expired')
        expect(Math.abs(Number(args.validTo) - (Date.now() - 5 * 86_400_000))).toBeLessThan(60_000)
      },
      { days: -5 },
    )
  })

  test('an import tells the same as a fault of its scopes', async () => {
    await withServer(people(), async server => {
      const { events, outcome } = await read(sourceFor(server, { ca: null }))
      expect(outcome).toBe('certificate-unknown-authority')
      expect(events).toHaveLength(1)
    })
  })
})

describe('reaching the server', () => {
  test('nothing answers on the port', async () => {
    let closed = 0
    await withPlainServer(
      () => undefined,
      async port => {
        closed = port
      },
    )
    expect(await faultOf({ port: closed, ca: certificate(['127.0.0.1']).ca })).toEqual({
      code: 'connection-refused',
      args: { host: '127.0.0.1', port: closed },
    })
  })

  test('a server that accepts and stays silent', async () => {
    const { ca } = certificate(['127.0.0.1'])
    await withPlainServer(
      () => undefined,
      async port => {
        const fault = await faultOf({ port, ca }, { deadlines: { connect: 200 } })
        expect(fault).toEqual({ code: 'connection-timeout', args: { host: '127.0.0.1', port, seconds: 1 } })
      },
    )
  })

  test.each([
    ['answers in clear text', (socket: import('node:net').Socket) => socket.end('220 mail.example ESMTP\r\n')],
    ['hangs up', (socket: import('node:net').Socket) => socket.once('data', () => socket.end())],
    ['resets', (socket: import('node:net').Socket) => socket.once('data', () => socket.resetAndDestroy())],
  ])('a server that %s where TLS should begin', async (_, onConnection) => {
    const { ca } = certificate(['127.0.0.1'])
    await withPlainServer(onConnection, async port => {
      expect(await faultOf({ port, ca })).toEqual({ code: 'not-tls', args: { host: '127.0.0.1', port } })
    })
  })

  test('the network policy decides before anything is sent', async () => {
    await withServer(people(), async server => {
      expect(await faultOf(server, { host: '169.254.169.254' })).toMatchObject({ code: 'address-not-allowed' })
      expect(await faultOf(server, { host: 'nowhere.invalid' })).toMatchObject({ code: 'name-not-found' })
      expect(server.operations).toEqual([])
    })
  })
})

describe('signing in', () => {
  const text = (data: string) =>
    `80090308: LdapErr: DSID-0C090569, comment: AcceptSecurityContext error, data ${data}, v4f7c`
  test.each([
    ['525', 'bind-user-unknown'],
    ['52e', 'bind-rejected'],
    ['52f', 'bind-logon-not-permitted'],
    ['530', 'bind-logon-not-permitted'],
    ['531', 'bind-logon-not-permitted'],
    ['532', 'bind-password-expired'],
    ['533', 'bind-account-disabled'],
    ['569', 'bind-logon-not-permitted'],
    ['701', 'bind-account-expired'],
    ['773', 'bind-password-must-change'],
    ['775', 'bind-account-locked'],
    ['57', 'bind-rejected'],
  ])('data %s is %s', async (data, code) => {
    await withServer({ ...people(), bind: { code: 49, text: text(data) } }, async server => {
      expect(await faultOf(server)).toEqual({ code, args: {} })
      expect(server.operations).toEqual(['bind'])
    })
  })

  test('a server that wants encryption or signing is understood', async () => {
    await withServer({ ...people(), bind: { code: 8 } }, async server =>
      expect(await faultOf(server)).toMatchObject({ code: 'bind-needs-encryption' }),
    )
  })

  test.each(['', ' ', '\t'])('the password %j is refused before any byte is sent', async password => {
    await withServer(people(), async server => {
      expect(await faultOf(server, { password })).toMatchObject({ code: 'bind-anonymous' })
      expect(server.operations).toEqual([])
    })
  })

  test('a bind that left nobody signed in is not a sign-in', async () => {
    await withServer({ ...people(), whoAmI: '' }, async server =>
      expect(await faultOf(server)).toMatchObject({ code: 'bind-anonymous' }),
    )
  })

  test('a server without WhoAmI is read all the same', async () => {
    await withServer({ ...people(), whoAmI: null }, async server =>
      expect((await read(sourceFor(server))).outcome).toBe('complete'),
    )
  })

  test('a name that ldapts takes for a SASL mechanism never becomes one', async () => {
    await withServer(people(), async server => {
      expect(await faultOf(server, { userId: 'EXTERNAL' })).toMatchObject({ code: 'bind-user-unknown' })
      expect(server.operations).toEqual([])
    })
  })

  test('a refused password is tried on one server only', async () => {
    await withServer({ ...people(), bind: { code: 49, text: text('52e') } }, async server => {
      await read(sourceFor(server))
      expect(server.operations).toEqual(['bind'])
    })
  })
})

describe('several hosts', () => {
  const { ca } = certificate(['127.0.0.1'])

  test('the next one is used when the first cannot be reached', async () => {
    await withServer(people(), async server => {
      const { outcome, events } = await read(
        sourceFor(server, { before: [{ host: 'nowhere.invalid', port: server.port }] }),
      )
      expect(outcome).toBe('complete')
      expect(events[0]).toMatchObject({ identity: { server: `127.0.0.1:${server.port}`, address: '127.0.0.1' } })
    })
  })

  test('of a name’s addresses the first that answers is used, and its is the address that is told', async () => {
    await withServer(people(), async server => {
      const signal = new AbortController().signal
      const addresses = ['127.0.0.9', '127.0.0.1', '127.0.0.8'].map(address => ({ address, family: 4 as const }))
      const place = { host: '127.0.0.1', port: server.port }
      const target = { ...place, addresses, security: 'ldaps' as const, ca: server.ca, pins: [] }
      const reached: string[] = []
      const socket = await openSecureSocket(target, { milliseconds: 2_000, signal, onPort: at => reached.push(at) })
      expect([reached, socket.remoteAddress]).toEqual([['127.0.0.1'], '127.0.0.1'])
      socket.destroy()
    })
  })

  test('a refused password is not tried on the next one', async () => {
    await withServer({ ...people(), bind: { code: 49, text: 'data 52e,' } }, async server => {
      const here = { host: '127.0.0.1', port: server.port }
      expect((await read(sourceFor(server, { before: [here] }))).outcome).toBe('bind-rejected')
      expect(server.operations).toEqual(['bind'])
    })
  })

  test('when none can be reached the first one’s fault is told', async () => {
    const before = [{ host: 'nowhere.invalid', port: 9 }]
    expect(await faultOf({ port: 9, ca }, { before })).toEqual({
      code: 'name-not-found',
      args: { host: 'nowhere.invalid' },
    })
  })
})
