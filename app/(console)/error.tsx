'use client'

import { useEffect, useRef } from 'react'
import { say } from '@/app/messages/say'
import { type Fault, PageFault } from '@/app/ui/page-fault'

/** A page of the console that broke: header and navigation stay, and the focus is at what happened. */
export default function ConsoleError(fault: Fault) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {say('error.title')}
      </h1>
      <PageFault {...fault} />
    </>
  )
}
