import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './globals.css'
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { env } from '@/lib/env'
import { say } from './messages/say'
import { Providers } from './providers'

export const metadata: Metadata = {
  title: { default: say('product'), template: `%s – ${say('product')}` },
  description: say('description'),
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" />
      </head>
      <body>
        <Providers nonce={nonce} basePath={env().ENROLLMENT_BASE_PATH.replace(/\/+$/, '')}>
          {children}
        </Providers>
      </body>
    </html>
  )
}
