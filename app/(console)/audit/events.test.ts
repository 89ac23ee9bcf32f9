import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { expect, test } from 'vitest'
import messages from '@/app/messages/en.json'
import { sayIfKnown } from '@/app/messages/say'
import { auditSubjects } from '@/lib/store/audit-list'

test('every event that is recorded has words for the record', async () => {
  const unsaid = new Set<string>()
  let found = 0
  for await (const file of glob('{lib,app/api,app/(console)}/**/*.ts', {
    exclude: name => /node_modules/.test(name),
  })) {
    const text = readFileSync(file, 'utf8')
    if (file.includes('test') || !/recordAudit|AuditEvent|audit_entries|recordApplied/.test(text)) continue
    for (const [, event = ''] of text.matchAll(/event: '([a-z-]+\.[a-z-]+)'/g)) {
      found += 1
      if (sayIfKnown(`audit.event.${event}`) === null) unsaid.add(event)
    }
  }
  expect(found).toBeGreaterThan(40)
  expect([...unsaid]).toEqual([])
})

test('the record can be narrowed to whatever an event is about, and to nothing that no event is about', () =>
  expect([...auditSubjects].toSorted()).toEqual(Object.keys(messages.audit.event).toSorted()))
