import type { DirectorySource } from '@/lib/directory/source'

/** The same directory, asked for its lists too. */
export const withLists = (source: DirectorySource): DirectorySource => ({
  ...source,
  import: request => source.import({ ...request, lists: true }),
})
