'use client'

import { MantineProvider } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { cssVariables, theme } from './theme'
import { BasePath } from './ui/base-path'
import { LiveRegion } from './ui/live-region'

/** What every page stands on: the kit with its tokens, and the one live region. */
export function Providers(props: { nonce: string | undefined; basePath: string; children: ReactNode }) {
  // Each navigation brings a new nonce, but the document keeps the policy of its first one.
  const [nonce] = useState(props.nonce ?? '')
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <BasePath value={props.basePath}>
        <LiveRegion>{props.children}</LiveRegion>
      </BasePath>
    </MantineProvider>
  )
}
