/**
 * The rooms of the house and what each may import, as data. A room is a folder (or a file) at the top or below lib/.
 * `rooms`: rooms, or single files of them, whose values it may use. `types`: rooms of which it may use types only.
 * `packages`: npm packages. `node`: Node's own modules; true is all of them.
 * An import that stands nowhere here fails the tests, and so does a room that is missing here.
 */

/** What every room may import, beside itself. */
export const common = ['lib/outcome', 'lib/settings']

export const rooms = {
  'lib/outcome': { rooms: [], packages: [], node: [] },
  'lib/env': { rooms: [], packages: ['zod'], node: [] },
  'lib/settings': { rooms: [], packages: ['zod'], node: [] },
  'lib/words': { rooms: [], packages: ['use-intl'], node: ['async_hooks'] },
  'lib/network': { rooms: [], types: ['lib/env'], packages: ['zod', 'ipaddr.js'], node: true },
  'lib/directory': { rooms: ['lib/network'], packages: ['zod', 'ldapts'], node: true },
  // What portal and agent say to each other: of the directory's language only how things look.
  // Accounts that nobody manages, invented to go with the sample company's directory.
  'lib/sample-messenger': { rooms: ['lib/sample-directory', 'lib/store'], packages: [], node: [] },
  'lib/agent-protocol': { rooms: [], types: ['lib/directory'], packages: ['zod'], node: ['crypto', 'util', 'zlib'] },
  'lib/sample-directory': { rooms: ['lib/directory'], packages: ['ldapts'], node: true },
  // No I/O, no clock: hashing is all it needs of Node. Patterns and expressions that people type, and telephone numbers, are
  // understood by libraries that do nothing else.
  'lib/sync': {
    rooms: ['lib/directory/formats', 'lib/directory/distinguished-name'],
    types: ['lib/directory'],
    packages: ['zod', 're2js', '@marcbachmann/cel-js', 'libphonenumber-js'],
    node: ['crypto'],
  },
  // No I/O, no clock: when a schedule runs, for the page, the doors and the worker alike.
  'lib/schedule': { rooms: [], packages: ['croner'], node: ['crypto'] },
  db: {
    rooms: ['lib/env'],
    types: ['lib/directory', 'lib/sync'],
    packages: ['drizzle-orm', 'postgres', 'pg-boss'],
    node: true,
  },
  'lib/vault': { rooms: ['lib/env'], packages: ['zod'], node: ['crypto'] },
  'lib/store': {
    // Of the core only the names of states and phases, never a decision.
    rooms: [
      ...['db', 'lib/env', 'lib/vault', 'lib/sync/run-state', 'lib/sync/change', 'lib/sync/phase'],
      'lib/sync/groups/group-change',
      'lib/sync/account-kind',
      'lib/directory/object-block',
    ],
    types: ['lib/directory', 'lib/sync', 'lib/words'],
    packages: ['drizzle-orm', 'pg', 'pg-copy-streams'],
    node: ['crypto', 'stream', 'url'],
  },
  // A directory's photo becomes a picture of ours.
  'lib/photos': { rooms: [], types: ['lib/sync'], packages: ['sharp'], node: [] },
  'lib/audit': { rooms: ['lib/store'], packages: [], node: ['crypto'] },
  'lib/messenger': {
    rooms: ['lib/env', 'lib/store', 'lib/audit', 'lib/network', 'lib/sync/canonical-address'],
    types: ['lib/directory', 'lib/sync'],
    packages: ['zod'],
    node: ['crypto'],
  },
  'lib/notify': {
    rooms: ['lib/audit', 'lib/env', 'lib/store', 'lib/network', 'lib/words', 'lib/schedule', 'lib/vault'],
    packages: ['nodemailer', 'zod'],
    node: ['crypto', 'http', 'https'],
  },
  'lib/connectors': {
    rooms: [
      'lib/env',
      'lib/store',
      'lib/directory',
      'lib/vault',
      'lib/audit',
      'lib/sample-directory/settings',
      'lib/sample-messenger',
      'lib/teams/seed-sample-teams',
      'lib/jobs/wake',
      'lib/schedule',
      'lib/sync/match-value',
      'lib/sync/check-mapping',
      'lib/sync/compile-mapping',
      'lib/sync/canonical-address',
      'lib/sync/inclusion',
      'lib/config-file',
      'lib/agent-protocol',
    ],
    types: ['lib/words'],
    packages: ['zod'],
    node: true,
  },
  // The portal's side of the agents: enrolling them, what they are asked for, what they send.
  'lib/agents': {
    rooms: [
      ...['lib/agent-protocol', 'lib/directory', 'lib/store', 'lib/audit', 'lib/connectors', 'lib/config-file'],
      ...['lib/runs/start-run', 'lib/sync/run-state', 'lib/words', 'lib/notify', 'lib/env'],
    ],
    packages: ['zod'],
    node: ['crypto', 'fs', 'path'],
  },
  'lib/runs': {
    rooms: [
      ...['lib/env', 'lib/sync', 'lib/store', 'lib/directory', 'lib/messenger', 'lib/audit'],
      ...['lib/connectors', 'lib/jobs/wake', 'lib/schedule', 'lib/notify', 'lib/photos'],
    ],
    packages: ['zod'],
    node: ['crypto', 'timers'],
  },
  // Which domains are an organization's, proved by their TXT records.
  'lib/domains': { rooms: ['lib/env', 'lib/store', 'lib/audit', 'lib/network'], packages: [], node: ['crypto'] },
  // What administrators decide about unmanaged users: it writes decisions, and accounts through lib/messenger alone.
  'lib/unmanaged': {
    rooms: [
      ...['lib/env', 'lib/store', 'lib/messenger', 'lib/notify', 'lib/audit', 'lib/jobs/wake', 'lib/vault'],
      ...['lib/runs/actor', 'lib/network', 'lib/words'],
    ],
    packages: ['zod'],
    node: ['crypto', 'dns', 'timers'],
  },
  // Teams that are found, brought in and managed: what it costs, whom it concerns, who agreed.
  'lib/teams': {
    rooms: ['lib/store', 'lib/messenger', 'lib/audit', 'lib/notify', 'lib/jobs/wake', 'lib/schedule', 'lib/vault'],
    packages: [],
    node: ['crypto'],
  },
  'lib/jobs': {
    rooms: [
      ...['db/queues', 'lib/env', 'lib/runs', 'lib/store', 'lib/messenger', 'lib/notify', 'lib/operations'],
      ...['lib/connectors', 'lib/directory', 'lib/network', 'lib/teams', 'lib/agents', 'lib/unmanaged'],
    ],
    packages: ['pg-boss', 'pino', 'zod'],
    node: true,
  },
  // What the operator looks at: figures, and whether everything is as it has to be.
  'lib/operations': {
    rooms: ['db/migrate', 'lib/env', 'lib/store', 'lib/notify'],
    packages: ['prom-client'],
    node: ['http', 'net'],
  },
  'lib/access': {
    rooms: ['lib/env', 'lib/store', 'lib/audit', 'lib/words', 'lib/agent-protocol'],
    packages: ['next', 'next-auth', 'react', 'server-only', 'zod'],
    node: ['crypto', 'util'],
  },
  'lib/config-file': {
    rooms: [
      'lib/directory',
      'lib/schedule/zone',
      'lib/sync/check-mapping',
      'lib/sync/match-value',
      'lib/sync/nearest-name',
    ],
    packages: ['yaml', 'zod'],
    node: true,
  },
  'lib/cli': { rooms: ['lib'], packages: ['commander', 'zod'], node: true },
  'lib/launch': { rooms: ['lib', 'db/migrate'], packages: ['esbuild', 'playwright', 'postgres', 'zod'], node: true },
  app: {
    rooms: ['lib'],
    packages: [
      ...[
        'next',
        'next-auth',
        'react',
        'react-dom',
        'react-hook-form',
        '@hookform/resolvers',
        'zod',
        'use-intl',
        'icu-minify',
      ],
      ...['@mantine/core', '@mantine/hooks', '@tanstack/react-query', 'lucide-react'],
    ],
    node: ['crypto'],
  },
  // It runs in somebody else's house: it reads a directory and speaks with the portal, and that is all it can do.
  agent: {
    // And what faults of the directory are called, so that it says the same as the portal.
    rooms: ['lib/directory', 'lib/agent-protocol', 'lib/network', 'lib/words/en/directory'],
    packages: ['zod', 'commander', 'yaml', 'icu-minify'],
    node: true,
  },
  e2e: {
    rooms: ['lib', 'agent', 'db/migrate', 'db/testing/server'],
    packages: ['@playwright/test', 'playwright', '@axe-core/playwright', 'ldapts', 'postgres', 'zod', 'yaml'],
    node: true,
  },
}

/** Tests may reach further than what they test. */
export const exempt = /\.test\.tsx?$|(^|\/)testing\/|^lib\/sample-directory\/contract[./]/
