import type { Anchor } from '@/lib/directory/anchor'
import type { DirectoryObject } from '@/lib/directory/source'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { type ChangeRow, readChange } from '@/lib/store/changes'
import { readVersion } from '@/lib/store/connectors'
import { type FoundPerson, findPeople } from '@/lib/store/find-people'
import { readAbsentPerson } from '@/lib/store/joins'
import { readPersonFacts } from '@/lib/store/mapped-people'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { type Run, readRun } from '@/lib/store/runs'
import { readSnapshot, readStagedPerson, readStagedUnits } from '@/lib/store/snapshots'
import type { Change } from '@/lib/sync/change'
import { compileMapping } from '@/lib/sync/compile-mapping'
import { reasonOfRule } from '@/lib/sync/exclusion-reason'
import { type KeptFacts, recallAbsence, recallFacts } from '@/lib/sync/kept-facts'
import { governingRule } from '@/lib/sync/place-person'
import { compileShields } from '@/lib/sync/protect-account'
import type { Trace, TraceFacts, TraceOutcome } from '@/lib/sync/trace'
import { tracePerson } from '@/lib/sync/trace-person'
import { stageOf } from '@/lib/sync/trace-stage'
import { withSettings } from './decide-pass'
import { loadDecisions } from './load-decisions'
import { type UnitTree, unitTree } from './unit-tree'

type Row = ChangeRow & { facts: KeptFacts | null }

/** Whom a text names among the people of a run: see `findPeople`. Null when there is no such run. */
export async function findPeopleOfRun(
  tx: OrganizationTransaction,
  runId: string,
  query: string,
  limit = 10,
): Promise<FoundPerson[] | null> {
  const run = await readRun(tx, runId)
  return run ? findPeople(tx, { runId, connectorId: run.connectorId, query, limit }) : null
}

/**
 * How one person of a run came to what happened to them, from what the run read and what its decision saw. Null when the
 * run has no such person.
 */
export async function traceOfRun(tx: OrganizationTransaction, runId: string, anchor: Anchor): Promise<Trace | null> {
  const run = await readRun(tx, runId)
  const version = run && (await readVersion(tx, run.connectorId, run.connectorVersion))
  if (!version) return null
  const facts = await loadFacts(tx, { run, settings: version.settings, anchor })
  return facts && tracePerson(facts)
}

type Asked = { run: Run; settings: ConnectorSettings; anchor: Anchor }

async function loadFacts(tx: OrganizationTransaction, asked: Asked): Promise<TraceFacts | null> {
  const row = await readChange(tx, asked.run.id, asked.anchor)
  const read = await loadRead(tx, asked, row)
  if (read) return read
  if (row === null) return loadGone(tx, asked)
  const outcome = outcomeOf(asked.run, row)
  const facts = row.facts && recallAbsence(row.anchor, row.facts, asked.settings.leaving)
  return facts ? { kind: 'absent', facts, outcome } : { kind: 'kept', change: changeOf(row), outcome }
}

async function loadRead(
  tx: OrganizationTransaction,
  { run, settings, anchor }: Asked,
  row: Row | null,
): Promise<TraceFacts | null> {
  const request = {
    runId: run.id,
    connectorId: run.connectorId,
    actingFor: run.requestedBy,
    rules: settings.joining.rules,
  }
  const stored = await readPersonFacts(tx, request, anchor)
  const object = await readStagedPerson(tx, run.id, anchor)
  const snapshot = await readSnapshot(tx, run.id)
  if (!stored || !object || !snapshot) return null
  const planning = {
    settings,
    mapping: compileMapping(settings.mapping),
    shields: compileShields(settings.exclusions),
    decisions: await loadDecisions(tx, run.connectorId),
  }
  const facts = row
    ? {
        ...recallFacts(stored, row.facts),
        exclusionReason: reasonOfRule(settings.exclusions, stored.excludedBy),
        leaving: settings.leaving,
        policies: planning.mapping.policies,
        rules: settings.joining.rules,
      }
    : withSettings(planning, stored)
  const units = unitTree(await readStagedUnits(tx, run.id), snapshot.proofs)
  return {
    kind: 'read',
    facts,
    object,
    rule: ruleOver(units, object, settings),
    outcome: outcomeOf(run, row),
    seen: row ? 'then' : 'since',
  }
}

/** The unit whose rule applies to whoever stands there, by its DN. */
export function ruleOver(
  units: Pick<UnitTree, 'ancestry' | 'dn'>,
  { parent }: Pick<DirectoryObject, 'parent'>,
  { organizationalUnits }: Pick<ConnectorSettings, 'organizationalUnits'>,
): string | null {
  const above = units.ancestry(parent).units
  const governing = governingRule(above, organizationalUnits)
  return governing === null ? null : units.dn(above[governing.at] ?? null)
}

/** Linked, not read, and without a row: an earlier run took everything. */
async function loadGone(tx: OrganizationTransaction, { run, anchor }: Asked): Promise<TraceFacts | null> {
  const { connectorId, requestedBy: actingFor } = run
  const person = await readAbsentPerson(tx, { runId: run.id, connectorId, actingFor }, anchor)
  if (!person) return null
  const { displayName, email } = person.account.attributes
  return { kind: 'gone', anchor, displayName: displayName ?? '', email, unit: person.join.unit }
}

/** Without a row nothing was decided that the gate could hold. What the gate decided stands in the row's own reason. */
function outcomeOf(run: Run, row: Row | null): TraceOutcome {
  const waits = row && stageOf[row.because.code] === 'safety' ? row.because : null
  return { state: row?.state ?? 'noted', holds: run.holds, waits }
}

/** The row as the plan has it. */
function changeOf({ hash: _hash, state: _state, phase: _phase, failure: _failure, ...row }: Row): Change {
  const { appliedAt: _appliedAt, facts: _facts, waitsFor: _waitsFor, movesWith: _movesWith, ...change } = row
  return change
}
