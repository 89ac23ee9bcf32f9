import { relative } from 'node:path'
import { createSetupLink, hasAdministrator } from '@/lib/access/setup-link'
import { env } from '@/lib/env'
import { closeDatabase } from '@/lib/store/organization'
import type { Running } from './running'

/** What a start says when everything runs; while there is no administrator, with a link that makes the first one. */
export async function welcome(running: Running, project: string): Promise<string> {
  const link = await firstAdministratorLink(running.url)
  const data = relative(project, env().ENROLLMENT_DATA_DIR) || '.'
  return [
    '',
    `  Enrollment runs at ${running.url}`,
    ...(link ? ['', '  Create the first administrator with this link. It works once:', `  ${link}`] : []),
    '',
    `  Its data is in ${data.startsWith('..') ? env().ENROLLMENT_DATA_DIR : data}. Ctrl-C stops it.`,
    '',
  ].join('\n')
}

async function firstAdministratorLink(url: string): Promise<string | null> {
  try {
    if (await hasAdministrator()) return null
    return `${url}/welcome?token=${await createSetupLink()}`
  } finally {
    await closeDatabase()
  }
}
