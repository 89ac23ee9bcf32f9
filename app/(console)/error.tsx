'use client'

import { Stack } from '@mantine/core'
import { say } from '@/app/messages/say'
import { type Fault, PageFault } from '@/app/ui/page-fault'
import { PageHeading } from '@/app/ui/page-heading'

/** A page of the console that broke: header and navigation stay. */
export default function ConsoleError(fault: Fault) {
  return (
    <Stack gap="lg" maw={760}>
      <PageHeading title={say('error.title')} />
      <PageFault {...fault} />
    </Stack>
  )
}
