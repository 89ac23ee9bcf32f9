'use client'

import { useAddress } from '@/app/ui/base-path'
import { AnchorButton } from '@/app/ui/button'

type Props = { connectorId: string; format: 'yaml' | 'json'; label: string }

/** A link that the browser saves as a file. */
export function DownloadFile({ connectorId, format, label }: Props) {
  const address = useAddress()
  return (
    <AnchorButton
      variant="default"
      href={address(`/api/connectors/${connectorId}/configuration?format=${format}`)}
      download
    >
      {label}
    </AnchorButton>
  )
}
