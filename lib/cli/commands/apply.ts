import type { ConfigFile } from '@/lib/config-file/config-file'
import { activateVersion } from '@/lib/connectors/activate-version'
import { createConnector } from '@/lib/connectors/create-connector'
import type { InclusionCount, MappingCheck } from '@/lib/connectors/job-request'
import { prepareVersion } from '@/lib/connectors/prepare-version'
import { resolveExclusions } from '@/lib/connectors/resolve-exclusions'
import { saveAgentDirectory } from '@/lib/connectors/save-agent-directory'
import { saveConnection } from '@/lib/connectors/save-connection'
import { saveDistributionLists } from '@/lib/connectors/save-distribution-lists'
import { saveExclusions } from '@/lib/connectors/save-exclusions'
import { saveGroups } from '@/lib/connectors/save-groups'
import { saveJoining } from '@/lib/connectors/save-joining'
import { saveOrganizationalUnits } from '@/lib/connectors/save-organizational-units'
import { savePrecedence } from '@/lib/connectors/save-precedence'
import { saveSafety } from '@/lib/connectors/save-safety'
import { saveSchedule } from '@/lib/connectors/save-schedule'
import type { Outcome } from '@/lib/outcome'
import { ExclusionSettings } from '@/lib/settings/exclusions'
import { type Connector, findConnector, readVersion } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused, refuse } from '../answer'
import { applyMapping } from '../apply-mapping'
import type { Context } from '../context'
import { type Configuration, loadConfiguration } from '../load-configuration'
import { resolveRules } from '../resolve-rules'
import { applyInclusion, resolveLists } from '../resolve-scope'
import { testConnection } from '../test-connection'

/**
 * `apply FILE`: makes the file's configuration the live one of the connector it names. The connection is tested and every
 * unit found first; until then nothing that is in use changes.
 */
export async function apply(context: Context, path: string): Promise<Answer> {
  const { organizationId, actor } = context
  const { file, reach } = await loadConfiguration(path)
  const { name } = file
  const existing = await inOrganization(organizationId, tx => findConnector(tx, name))
  const { kind, kindLine: line } = file
  if (existing && existing.kind !== kind) refuse('kind-differs', { line, kind, own: existing.kind, name })
  const connectorId =
    existing?.id ?? orRefuse(await createConnector(organizationId, actor, { kind: file.kind, name })).connectorId
  await applyReach(context, connectorId, { file, reach })
  const warnings = (await testConnection(context, connectorId)).map(({ code, args }) => ({
    code,
    message: sentence(code, args, 'directory'),
  }))
  const units = await resolveRules(context, connectorId, file)
  orRefuse(await saveOrganizationalUnits(organizationId, actor, connectorId, units))
  if (file.distributionLists)
    orRefuse(
      await saveDistributionLists(organizationId, actor, connectorId, await resolveLists(context, connectorId, file)),
    )
  const count = file.inclusionRule ? await applyInclusion(context, connectorId, file.inclusionRule) : null
  const { leaving, safety } = file
  // Whoever may write a file is not thereby the owner.
  if (leaving || safety)
    orRefuse(await saveSafety(organizationId, actor, connectorId, { leaving, safety }, { raise: false }))
  await applyRest(context, connectorId, file)
  const mapped = file.mapping ? await applyMapping(context, connectorId, file.mapping) : null
  const { version } = orRefuse(await prepareVersion(organizationId, actor, connectorId))
  await applyAtOnce(context, connectorId, file, existing)
  await inOrganization(organizationId, tx => activateVersion(tx, connectorId, version))
  return {
    exit: 0,
    json: {
      connectorId,
      name,
      version,
      changed: existing?.version !== version,
      warnings,
      ...(count ? { inclusion: count } : {}),
      ...(mapped ? { mapping: mapped } : {}),
    },
    lines: [
      ...warnings.map(({ message }) => sentence('worth-knowing', { message }, 'cli')),
      ...(count ? [sentence('inclusion-counted', countOf(count), 'cli')] : []),
      ...(mapped ? [sentence('mapping-tried', triedOf(mapped), 'cli')] : []),
      sentence('applied', { name, version }, 'cli'),
    ],
  }
}

/** How the directory is reached: as the file says, or as the connector's agents were told. */
async function applyReach(
  { organizationId, actor }: Context,
  connectorId: string,
  { file, reach }: Configuration,
): Promise<void> {
  const { name } = file
  if (reach) orRefuse(await saveConnection(organizationId, actor, connectorId, { name, ...reach }))
  else if (file.kind === 'agent') orRefuse(await saveAgentDirectory(organizationId, actor, connectorId, file.baseDn))
}

/** Whatever needs no directory to be understood. */
async function applyRest({ organizationId, actor }: Context, connectorId: string, file: ConfigFile): Promise<void> {
  const { joining, groups, exclusions } = file
  if (joining) orRefuse(await saveJoining(organizationId, actor, connectorId, joining))
  if (groups) orRefuse(await saveGroups(organizationId, actor, connectorId, groups))
  if (!exclusions) return
  const settings = await inOrganization(organizationId, async tx => {
    const before = await readVersion(tx, connectorId, 'newest')
    return resolveExclusions(tx, exclusions, before?.settings.exclusions ?? noExclusions)
  })
  orRefuse(await saveExclusions(organizationId, actor, connectorId, orRefuse(settings)))
}

/** What holds as soon as it is saved: last, when nothing else can be refused any more. */
async function applyAtOnce(
  { organizationId, actor }: Context,
  connectorId: string,
  file: ConfigFile,
  existing: Connector | null,
): Promise<void> {
  if (file.precedence) orRefuse(await savePrecedence(organizationId, actor, file.precedence))
  const { schedule = existing?.schedule ?? null, timeZone } = file
  if (file.schedule !== undefined || timeZone !== undefined)
    orRefuse(await saveSchedule(organizationId, actor, connectorId, { settings: schedule, timeZone }))
}

const noExclusions = ExclusionSettings.parse({})

const countOf = ({ matching, others, partial }: InclusionCount) => ({ matching, others, partial: String(partial) })

const triedOf = ({ people, fine, partial }: MappingCheck) => ({
  ...{ people, problems: people - fine },
  partial: String(partial),
})

function orRefuse<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw new Refused(outcome.faults)
}
