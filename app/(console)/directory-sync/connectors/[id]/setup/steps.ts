import { say } from '@/app/messages/say'

export const steps = ['connection', 'organizational-units', 'schedule', 'review'] as const
export type Step = (typeof steps)[number]

/** "Step 2 of 3: Organizational Units" */
export const stepTitle = (step: Step): string =>
  say('setup.stepOf', { number: steps.indexOf(step) + 1, count: steps.length, name: say(`setup.${step}`) })
