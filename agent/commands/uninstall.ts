import { askPerson } from '../ask-person'
import { agentFolder, env } from '../env'
import { readSettings, removeEverything } from '../settings'

/** Removes key, password and settings from this machine. The portal is told by whoever revokes the agent there. */
export async function uninstall({ yes }: { yes?: boolean }): Promise<void> {
  const folder = agentFolder(env())
  const { name } = readSettings(folder)
  const typed = yes ? name : await askPerson(`Type ${name} to remove its key, password and settings from this machine`)
  if (typed !== name) throw new Error('Nothing was removed.')
  removeEverything(folder)
  console.log(`${name} is gone from this machine. Revoke it in the portal too: its key is never used again.`)
}
