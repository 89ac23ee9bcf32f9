'use client'

import { type ComponentProps, lazy, Suspense } from 'react'

const AgentStep = lazy(async () => ({ default: (await import('./agent-step')).AgentStep }))

/** The step with a script of its own: the page is also that of connectors which reach the directory themselves. */
export const AgentStepAlone = (props: ComponentProps<typeof AgentStep>) => (
  <Suspense>
    <AgentStep {...props} />
  </Suspense>
)
