'use client'

import { Button } from '@mantine/core'
import { useAddress } from '@/app/ui/base-path'

type Props = { connectorId: string; format: 'yaml' | 'json'; label: string }

/** A link that the browser saves as a file. */
export function DownloadFile({ connectorId, format, label }: Props) {
  const address = useAddress()
  return (
    <Button
      component="a"
      variant="default"
      href={address(`/api/connectors/${connectorId}/configuration?format=${format}`)}
      download
    >
      {label}
    </Button>
  )
}
