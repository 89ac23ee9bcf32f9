'use client'

import { type ComponentProps, lazy, Suspense } from 'react'
import { Turning } from '@/app/ui/turning'

const Editor = lazy(async () => ({ default: (await import('./field-editor')).FieldEditor }))

/** The editor with a script of its own, which comes when a field is opened for the first time. */
export const FieldEditor = (props: ComponentProps<typeof Editor>) => (
  <Suspense fallback={<Turning />}>
    <Editor {...props} />
  </Suspense>
)
