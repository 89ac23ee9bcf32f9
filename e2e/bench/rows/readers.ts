import { backstageFolder } from '../backstage-folder'
import type { Delivered } from '../checksum'
import { type Measured, measureOwn } from '../measure'
import type { Bench, Row } from '../row'
import { attributes, filter, onlyPeople } from '../search'

/** ldapts' own paged search, entries as objects, nothing kept. */
export const ldapts: Row = reader('ldapts', 'searchPaginated alone', bench => ({
  program: 'ldapts',
  task: { ...taskOf(bench), filter },
}))

/** Backstage's reader; it needs people alone, and keeps them all in memory. */
export const backstage: Row = reader('Backstage', 'readLdapOrg alone', bench => ({
  program: 'backstage',
  task: { ...taskOf(bench), filter: onlyPeople, folder: backstageFolder(bench.folder) },
}))

function taskOf({ directory: { url, caFile, userDn, password, baseDn } }: Bench) {
  return { url, caFile, userDn, password, baseDn, attributes }
}

function reader(name: string, about: string, made: (bench: Bench) => { program: string; task: object }): Row {
  const read = (bench: Bench, look: boolean): Promise<Measured> => {
    const { program, task } = made(bench)
    return measureOwn(
      bench.program(program),
      { ...task, look },
      { env: { NODE_EXTRA_CA_CERTS: bench.directory.caFile } },
    )
  }
  return {
    name,
    about,
    run: bench => read(bench, false),
    async deliver(bench): Promise<Delivered> {
      const { facts } = await read(bench, true)
      return { people: Number(facts.people), checksum: String(facts.checksum) }
    },
  }
}
