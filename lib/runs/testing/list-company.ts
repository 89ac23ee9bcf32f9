import { sql } from 'drizzle-orm'
import type { DirectorySource, ImportEvent } from '@/lib/directory/source'
import { partsToSettle, settleEffectiveMembers } from '@/lib/store/effective-members'
import { inOrganization } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import type { RunWork } from '../run-work'
import type { StartRun } from '../start-run'
import { TestCompany } from './company'
import { fakeBase } from './fake-source'
import { withLists } from './with-lists'

export const dnOf = (name: string): string => `CN=${name},${fakeBase}`

/** A company whose runs read lists, and in whose Messenger somebody adds things by hand. */
export class ListCompany extends TestCompany {
  readsLists = true

  /** These people have accounts, beside an Outsider whom no directory knows. */
  static async with(people: readonly string[], settings = {}): Promise<ListCompany> {
    const company = new ListCompany()
    await company.create(settings)
    company.directory.person('First', fakeBase)
    for (const name of people) company.directory.person(name, fakeBase)
    await company.approve(await company.run('preview'))
    await company.sql(sql`
      insert into accounts (organization_id, id, attributes, email_key)
      values (${company.organizationId}, gen_random_uuid(), '{"displayName": "Outsider"}', 'outsider@elsewhere.example')`)
    return company
  }

  /** The directory, asked for its lists too. */
  source(): DirectorySource {
    const source = this.directory.source()
    return this.readsLists ? withLists(source) : source
  }

  override run(kind: StartRun['kind'] = 'synchronize', options: Partial<RunWork> = {}): Promise<Run> {
    return super.run(kind, { source: this.source(), ...options })
  }

  override approve(run: Run, options: Partial<RunWork> = {}): Promise<Run> {
    return super.approve(run, { source: this.source(), ...options })
  }

  /** What happens meanwhile happens after the read began: its numbers are above those that the read began with. */
  async identityBefore(meanwhile: () => void): Promise<Partial<RunWork>> {
    const source = this.source()
    const events: ImportEvent[] = []
    const request = { scopes: [], attributes: [], signal: new AbortController().signal }
    for await (const event of source.import(request)) events.push(event)
    meanwhile()
    const [identity] = events
    if (identity?.type !== 'identity') throw new Error('The read names no directory')
    return {
      source: {
        ...source,
        async *import(asked) {
          for await (const event of source.import(asked)) yield event.type === 'identity' ? identity : event
        },
      },
    }
  }

  /** Somebody in Messenger puts an account on a list, and what follows from it follows. */
  async addByHand(list: string, person: string): Promise<void> {
    await inOrganization(this.organizationId, async tx => {
      await tx.execute(sql`
        insert into group_members (organization_id, group_id, account_id, source)
        select g.organization_id, g.id, a.id, 'local' from groups g, accounts a
        where g.name = ${list} and a.display_name = ${person}`)
      for (const lists of await partsToSettle(tx)) await settleEffectiveMembers(tx, lists)
    })
  }

  async listByHand(name: string, people: readonly string[]): Promise<void> {
    await this.sql(sql`
      insert into groups (organization_id, id, kind, name, source)
      values (${this.organizationId}, gen_random_uuid(), 'list', ${name}, 'local')`)
    for (const person of people) await this.addByHand(name, person)
  }
}
