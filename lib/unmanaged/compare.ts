import { compareWithDirectories } from '@/lib/store/directory-matches'
import { inOrganization } from '@/lib/store/organization'

/** Looks again what the directories, as last read, say of every unmanaged account. @returns how many there are */
export const compareUnmanaged = (organizationId: string): Promise<number> =>
  inOrganization(organizationId, compareWithDirectories)
