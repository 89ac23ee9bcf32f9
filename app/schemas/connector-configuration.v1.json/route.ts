import { configFileSchema } from '@/lib/config-file/json-schema'

/** Made once, by the build: it says nothing about anybody, so everybody may have it. */
export const dynamic = 'force-static'

/** The JSON Schema of configuration files, for editors and other programs. */
export const GET = () =>
  new Response(`${JSON.stringify(configFileSchema(), null, 2)}\n`, {
    headers: { 'content-type': 'application/schema+json; charset=utf-8' },
  })
