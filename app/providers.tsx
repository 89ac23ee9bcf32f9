'use client'

import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { cssVariables, theme } from './theme'
import { BasePath } from './ui/base-path'
import { LiveRegion } from './ui/live-region'

/** What every page stands on: the kit with its tokens, the polling client, and the one live region. */
export function Providers(props: { nonce: string | undefined; basePath: string; children: ReactNode }) {
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false, retry: 2 } } }),
  )
  // Each navigation brings a new nonce, but the document keeps the policy of its first one.
  const [nonce] = useState(props.nonce ?? '')
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <Notifications position="bottom-right" />
      <QueryClientProvider client={queries}>
        <BasePath value={props.basePath}>
          <LiveRegion>{props.children}</LiveRegion>
        </BasePath>
      </QueryClientProvider>
    </MantineProvider>
  )
}
