'use client'

import { Printer } from 'lucide-react'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'

/** On paper there is the page without what can only be pressed. */
export function PrintButton() {
  return (
    <div>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Printer size={16} strokeWidth={1.5} aria-hidden />}
        onClick={() => window.print()}
      >
        {say('report.print')}
      </Button>
    </div>
  )
}
