'use client'

import { say } from './messages/say'
import { Doorway } from './ui/doorway'
import { type Fault, PageFault } from './ui/page-fault'

/** What is shown when a page broke outside of the console, or the console itself did. */
export default function PageError(fault: Fault) {
  return (
    <Doorway title={say('error.title')}>
      <PageFault {...fault} />
    </Doorway>
  )
}
