import { type Child, startChild } from './child'
import { type DataFolder, readPort } from './data-folder'
import { keptPort } from './ports'

export type Sample = { child: Child; address: string; caFile: string; again: () => Child }

/**
 * Starts the sample company's directory. Port and certificates stay the same from start to start, because a connector
 * remembers them.
 * @returns null when it did not start: everything else works without it
 */
export async function startSample(folder: DataFolder, programs: string): Promise<Sample | null> {
  try {
    const port = await keptPort(readPort(folder, 'sample-directory-port'))
    folder.write('sample-directory-port', String(port))
    const again = () => startChild(programs, 'sample-directory', [JSON.stringify({ port, folder: folder.path })])
    const child = again()
    const { caFile } = await child.ready
    return { child, again, address: `127.0.0.1:${port}`, caFile: String(caFile) }
  } catch (error) {
    console.error(`The sample company is not available: ${error instanceof Error ? error.message : String(error)}`)
    return null
  }
}
