import { expect, test } from 'vitest'
import { ReadFailure, type ReadFault, readFaultArguments, readFaultCodes } from '@/lib/directory/read-fault'
import type { ProbeReport, ProbeStep } from '@/lib/directory/source'
import { probeLines } from './probe-in-words'
import { faultInWords, whyOf } from './sentence'

const step = (check: ProbeStep['check'], more: Partial<ProbeStep> = {}): ProbeStep => ({
  ...{ check, state: 'passed', took: 3, fault: null, warnings: [], facts: {} },
  ...more,
})
const report = (...steps: ProbeStep[]): ProbeReport => ({
  ...{ passed: steps.every(({ state }) => state !== 'failed'), steps, baseDn: null, namingContexts: [] },
})

test('every fault of a directory is said in a sentence, with what to do, and none speaks of the portal as if it read', () => {
  const said = readFaultCodes.map(code => {
    const args = Object.fromEntries(readFaultArguments[code].map(name => [name, 2]))
    return faultInWords({ code, args } as ReadFault)
  })
  for (const text of said) expect(text).toMatch(/^[^{}]+[.!]$/)
  expect(said.filter(text => text.includes('this portal may'))).toEqual([])
  expect(faultInWords({ code: 'of-a-newer-portal' as 'unexpected', args: {} })).toContain('(of-a-newer-portal)')
  expect(whyOf(new ReadFailure({ code: 'agent-not-configured', args: { agent: 'LON-1' } }))).toBe(
    'LON-1 has not been told about its directory yet. Run the configure command first.',
  )
})

test('the checks are sentences; what failed says what to do, and what came after it was not checked', () => {
  const lines = probeLines(
    report(
      step('name', { facts: { host: 'dc1', addresses: ['10.0.0.1', '10.0.0.2'] } }),
      step('port', { state: 'failed', fault: { code: 'connection-refused', args: { host: 'dc1', port: 636 } } }),
      step('secure', { state: 'not-checked', took: null }),
    ),
  )
  expect(lines).toEqual([
    'good  The server’s name is found: 10.0.0.1, 10.0.0.2 (3 ms)',
    'BAD   The port is open (3 ms)',
    '      dc1 is there, but nothing answers on port 636. Check the port, and that LDAPS is switched on.',
    '-     The connection is secure',
    '      Not checked, because a check before it failed.',
    'The directory cannot be read like this. Do what is said above, and run the test again.',
  ])
})

test('a check that passed and has something to say is worth a look', () => {
  const lines = probeLines(report(step('deleted', { warnings: [{ code: 'deleted-not-visible', args: {} }] })))
  expect(lines[0]).toMatch(/^look {2}The account sees/)
  expect(lines.at(-1)).toContain('All checks passed. Look at')
  expect(probeLines(report(step('base'))).at(-1)).toBe('All checks passed.')
})
