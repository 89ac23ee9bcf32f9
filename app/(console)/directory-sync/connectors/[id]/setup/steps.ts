import { say } from '@/app/messages/say'

/** The steps in their order; what stands together is one step of several pages. */
export const groups = [
  { name: 'connection', steps: ['connection'] },
  { name: 'organizational-units', steps: ['organizational-units'] },
  { name: 'distribution-lists', steps: ['distribution-lists'] },
  { name: 'users', steps: ['user-attributes', 'inclusion-rules', 'exclusion-rules'] },
  { name: 'exclusions', steps: ['exclusions'] },
  { name: 'schedule', steps: ['schedule'] },
  { name: 'safety', steps: ['safety'] },
  { name: 'review', steps: ['review'] },
] as const
export type Step = (typeof groups)[number]['steps'][number]

const steps: readonly Step[] = groups.flatMap(group => group.steps)

const at = (connectorId: string, step: string) => `/directory-sync/connectors/${connectorId}/setup/${step}`

/** Where the steps around this one are; before the first and after the last is the connector itself. */
export function placesAround(connectorId: string, step: Step): { back: string; exit: string; continue: string } {
  const exit = `/directory-sync/connectors/${connectorId}`
  const index = steps.indexOf(step)
  const [before, after] = [steps[index - 1], steps[index + 1]]
  return { back: before ? at(connectorId, before) : exit, exit, continue: after ? at(connectorId, after) : exit }
}

/** "Step 2 of 8: Organizational Units" */
export function stepTitle(step: Step): string {
  const index = groups.findIndex(group => group.steps.some(one => one === step))
  return say('setup.stepOf', { number: index + 1, count: groups.length, name: say(`setup.${step}`) })
}
