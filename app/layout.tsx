import '@mantine/core/styles.css'
import './globals.css'
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { askedLanguage } from '@/lib/access/asked-language'
import { env } from '@/lib/env'
import { say } from './messages/say'
import { Words } from './messages/words'
import { Providers } from './providers'

export async function generateMetadata(): Promise<Metadata> {
  await askedLanguage()
  const name = say('product')
  return { title: { default: name, template: `%s – ${name}` }, description: say('description') }
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html lang={await askedLanguage()} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" />
      </head>
      <body>
        <Providers nonce={nonce} basePath={env().ENROLLMENT_BASE_PATH.replace(/\/+$/, '')}>
          <Words of={['dialog', 'error', 'form', 'job', 'loading', 'product', 'tableOf']}>{children}</Words>
        </Providers>
      </body>
    </html>
  )
}
