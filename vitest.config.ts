import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = {
  '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, ''),
  // Tests say things as the server does.
  '#said': fileURLToPath(new URL('./app/messages/said-on-server.ts', import.meta.url)),
  'server-only': fileURLToPath(new URL('./lib/access/testing/server-only.ts', import.meta.url)),
}
const exclude = ['node_modules/**', '.next/**', 'dist/**', '.data/**', 'e2e/**']

// `unit` needs nothing but Node; `database` runs on a real PostgreSQL that its global set-up starts; `samba` on a real domain controller.
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.db.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'database',
          include: ['**/*.db.test.ts'],
          exclude,
          globalSetup: ['./db/testing/global-setup.ts'],
          setupFiles: ['./lib/access/testing/asks-in-english.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'faults',
          include: ['e2e/faults/**/*.test.ts'],
          exclude: ['node_modules/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'samba',
          include: ['e2e/samba/**/*.test.ts'],
          exclude: ['node_modules/**'],
          globalSetup: ['./db/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
