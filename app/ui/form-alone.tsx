'use client'

import type { ReactNode } from 'react'
import { WorksAlone } from './use-waiting'

/** A form that asks with GET and needs no script: its fields and its button work before there is one. */
export const FormAlone = ({ children }: { children: ReactNode }) => (
  <form data-works-alone>
    <WorksAlone value>{children}</WorksAlone>
  </form>
)
