import { describe, expect, test } from 'vitest'
import { networkPolicy, type PolicyEnvironment, resolveAllowed } from './policy'

const nothing: PolicyEnvironment = {
  DATABASE_URL: undefined,
  ENROLLMENT_DIRECTORY_NETWORKS: undefined,
  ENROLLMENT_DIRECTORY_PORTS: undefined,
  ENROLLMENT_HOSTING: undefined,
  ENROLLMENT_SAMPLE_DIRECTORY: undefined,
}
const everywhere = { ...nothing, ENROLLMENT_DIRECTORY_NETWORKS: '0.0.0.0/0, ::/0' }
const answers =
  (...addresses: string[]) =>
  async () =>
    addresses
const verdict = async (env: PolicyEnvironment, address: string, port = 636) => {
  const result = await resolveAllowed(networkPolicy(env), 'dc.example', port, answers(address))
  return result.ok ? 'allowed' : result.code
}

describe('self-hosted: private ranges only', () => {
  test.each(['10.1.2.3', '172.16.0.1', '192.168.1.1', 'fd12::1', '::ffff:10.0.0.1'])('%s is allowed', async address => {
    expect(await verdict(nothing, address)).toBe('allowed')
  })
  test.each(['8.8.8.8', '127.0.0.1', '::1', '100.64.0.1', '0.0.0.0', '2001:4860::1', '::ffff:127.0.0.1', '198.18.0.1'])(
    '%s is refused',
    async address => {
      expect(await verdict(nothing, address)).toBe('address-not-allowed')
    },
  )
})

describe('hosted: public addresses only', () => {
  const hosted = { ...nothing, ENROLLMENT_HOSTING: 'hosted' as const }
  test.each(['8.8.8.8', '2a00:1450::1'])('%s is allowed', async address => {
    expect(await verdict(hosted, address)).toBe('allowed')
  })
  test.each([
    '10.1.2.3',
    '127.0.0.1',
    'fd12::1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    '::ffff:10.0.0.1',
    '2001::1',
    '::a00:1',
  ])('%s is refused', async address => {
    expect(await verdict(hosted, address)).toBe('address-not-allowed')
  })
  test('a database of one’s own means hosted unless it is said otherwise', async () => {
    expect(await verdict({ ...nothing, DATABASE_URL: 'postgres://db' }, '10.1.2.3')).toBe('address-not-allowed')
    const said = { ...nothing, DATABASE_URL: 'postgres://db', ENROLLMENT_HOSTING: 'self-hosted' as const }
    expect(await verdict(said, '10.1.2.3')).toBe('allowed')
  })
})

describe('never, whatever the operator names', () => {
  test.each([
    '169.254.169.254',
    'fe80::1',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '224.0.0.1',
    '255.255.255.255',
    '0.0.0.0',
    '::',
  ])('%s', async address => {
    expect(await verdict(everywhere, address)).toBe('address-not-allowed')
  })
})

test('one forbidden address among several refuses the name', async () => {
  const policy = networkPolicy(nothing)
  const result = await resolveAllowed(policy, 'dc.example', 636, answers('10.0.0.1', '169.254.169.254'))
  expect(result).toEqual({
    ok: false,
    code: 'address-not-allowed',
    args: { host: 'dc.example', address: '169.254.169.254' },
  })
})

test('the name is resolved once, and the checked addresses are the ones to connect to', async () => {
  let asked = 0
  const result = await resolveAllowed(networkPolicy(nothing), 'dc.example', 636, async () => {
    asked++
    return ['10.0.0.2', 'fd12::2']
  })
  expect(asked).toBe(1)
  expect(result).toEqual({
    ok: true,
    addresses: [
      { address: '10.0.0.2', family: 4 },
      { address: 'fd12::2', family: 6 },
    ],
  })
})

test('a name without an address, and one whose look-up fails, is not found', async () => {
  const policy = networkPolicy(nothing)
  expect(await resolveAllowed(policy, 'no.example', 636, answers())).toMatchObject({ code: 'name-not-found' })
  const failing = async () => Promise.reject(new Error('ENOTFOUND'))
  expect(await resolveAllowed(policy, 'no.example', 636, failing)).toMatchObject({ code: 'name-not-found' })
})

test('other ports are refused before a name is resolved', async () => {
  const never = () => Promise.reject(new Error('was asked'))
  const policy = networkPolicy(nothing)
  expect(await resolveAllowed(policy, 'dc.example', 5432, never)).toMatchObject({ code: 'port-not-allowed' })
  const named = networkPolicy({ ...nothing, ENROLLMENT_DIRECTORY_PORTS: '5432' })
  expect(await resolveAllowed(named, '10.0.0.1', 5432)).toMatchObject({ ok: true })
  expect(await resolveAllowed(named, '10.0.0.1', 636)).toMatchObject({ code: 'port-not-allowed' })
})

test('the sample is reached at exactly its own address, and nothing else on loopback', async () => {
  const policy = networkPolicy({ ...nothing, ENROLLMENT_SAMPLE_DIRECTORY: '127.0.0.1:38123' })
  expect(await resolveAllowed(policy, '127.0.0.1', 38_123)).toMatchObject({ ok: true })
  expect(await resolveAllowed(policy, '127.0.0.1', 38_124)).toMatchObject({ code: 'port-not-allowed' })
  expect(await resolveAllowed(policy, '127.0.0.1', 636)).toMatchObject({ code: 'address-not-allowed' })
  expect(await resolveAllowed(policy, '127.0.0.2', 38_123)).toMatchObject({ code: 'port-not-allowed' })
})

test('networks and ports that cannot be read stop the start with their text', () => {
  expect(() => networkPolicy({ ...nothing, ENROLLMENT_DIRECTORY_NETWORKS: '10.0.0.0/8,10.x' })).toThrow('"10.x"')
  expect(() => networkPolicy({ ...nothing, ENROLLMENT_DIRECTORY_PORTS: '636,70000' })).toThrow('"70000"')
})

test.each(['0x7f000001', '2130706433', '127.1', '0177.0.0.1'])(
  '%s is a name, not an address in disguise',
  async host => {
    const result = await resolveAllowed(networkPolicy(nothing), host, 636, answers('127.0.0.1'))
    expect(result).toMatchObject({ code: 'address-not-allowed' })
  },
)
