import { delivered } from '../checksum'
import { type Measured, measureProgram } from '../measure'
import { readLdif } from '../read-ldif'
import type { Bench, Row } from '../row'
import { attributes, filter } from '../search'

/** The server's own speed, read by OpenLDAP's client in C. */
export const ldapsearch: Row = {
  name: 'ldapsearch',
  about: 'paged to nothing',
  run: search,
  async deliver(bench) {
    const sum = delivered()
    await search(bench, output => readLdif(output, person => sum.add(person)))
    return sum.sum()
  },
}

export function search(
  { directory }: Bench,
  read?: (output: NodeJS.ReadableStream) => Promise<void>,
): Promise<Measured> {
  const { url, userDn, password, baseDn, caFile } = directory
  const signIn = ['-x', '-H', url, '-D', userDn, '-w', password]
  const what = [
    '-LLL',
    '-o',
    'ldif-wrap=no',
    '-E',
    'pr=1000/noprompt',
    '-b',
    baseDn,
    '-s',
    'sub',
    filter,
    ...attributes,
  ]
  return measureProgram('ldapsearch', [...signIn, ...what], {
    env: { LDAPTLS_CACERT: caFile },
    ...(read ? { read } : {}),
  })
}
