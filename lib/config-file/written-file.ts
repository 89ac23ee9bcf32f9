import * as z from 'zod'
import { ConnectionSettings, Host } from '@/lib/settings/connection'
import { ConnectorName, LeavingSettings } from '@/lib/settings/connector'
import { WrittenExclusions } from '@/lib/settings/exclusions'
import { GroupSettings } from '@/lib/settings/groups'
import { JoiningSettings } from '@/lib/settings/joining'
import { MappingSettings } from '@/lib/settings/mapping'
import { NewUnits } from '@/lib/settings/organizational-units'
import { SafetySettings } from '@/lib/settings/safety'
import { ScheduleSettings } from '@/lib/settings/schedule'

const { hosts, security, ca, pins, baseDn, userId } = ConnectionSettings.shape
const Port = hosts.element.shape.port
/** A DN or an objectGUID; which of them, the reader looks. */
const Reference = z.string().min(1).max(2048)
const Guid = z.string().regex(/^\{?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?$/)
const Name = z.string().min(1)
const word = (...words: [string, ...string[]]) => z.enum(words)

const Reach = z.object({
  kind: z.literal('cloud'),
  hosts: z
    .array(z.union([Host, z.object({ host: Host, port: Port.optional() })]))
    .min(1)
    .max(5),
  security,
  /** PEM text, or `${file:PATH}` for the command line. */
  ca: ca.optional(),
  pins: pins.unwrap().nullable().optional(),
  baseDn: baseDn.optional(),
  userId,
  password: z.string().regex(/^\$\{(env:[A-Za-z_][A-Za-z0-9_]*|secret:bind-password)\}$/),
})
/** How the directory is reached was told on the agents' machines. */
const AgentReach = z.object({ kind: z.literal('agent'), baseDn: baseDn.optional() })

const Named = z.object({ version: z.literal(1), name: ConnectorName })
const Rest = z.object({
  organizationalUnits: z.union([
    word('all', 'none'),
    z
      .array(
        z.union([
          z.object({ include: Reference, objectGUID: Guid.optional(), newUnits: NewUnits.optional() }),
          z.object({ exclude: Reference, objectGUID: Guid.optional() }),
        ]),
      )
      .min(1)
      .max(10_000),
  ]),
  newUnits: NewUnits.optional(),
  distributionLists: z
    .union([
      word('all', 'none'),
      z
        .array(z.union([Reference, z.object({ list: Reference, objectGUID: Guid })]))
        .min(1)
        .max(2_000),
    ])
    .optional(),
  peopleOfLists: z.enum(['in-scope', 'left-out']).optional(),
  inclusionRule: z.string().min(1).max(4_096).optional(),
  leaving: LeavingSettings.optional(),
  safety: SafetySettings.optional(),
  schedule: z.union([z.literal('none'), ScheduleSettings]).optional(),
  timeZone: z.string().optional(),
  joining: JoiningSettings.optional(),
  mapping: MappingSettings.optional(),
  exclusions: WrittenExclusions.optional(),
  groups: GroupSettings.optional(),
  precedence: z.union([Name, z.array(Name)]).optional(),
})
/**
 * The shape of a configuration file, version 1, as people write it. The reader knows more than a shape can say: what a DN,
 * a filter, an expression or a pattern has against it, and what goes together.
 */
export const WrittenFile = z.discriminatedUnion('kind', [
  Named.extend(Reach.shape).extend(Rest.shape),
  Named.extend(AgentReach.shape).extend(Rest.shape),
])
export type WrittenFile = z.input<typeof WrittenFile>
