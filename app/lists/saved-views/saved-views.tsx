'use client'

import { Bookmark, ChevronDown } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Menu, MenuItem, MenuLink, MenuNote } from '@/app/ui/menu'
import type { SavedView, ViewedList } from '@/lib/store/saved-views'
import { ManageViews } from './manage-views'
import { SaveView } from './save-view'

type Props = { list: ViewedList; path: string; views: readonly SavedView[]; owner: string }
/** Parts of an address that say where somebody stands, not what they look at. */
const places = ['after', 'before', 'page', 'members']

/** Lists as somebody wants to find them again; each is an address with a name. */
export function SavedViews({ list, path, views, owner }: Props) {
  const [asking, setAsking] = useState<'save' | 'manage' | null>(null)
  const query = new URLSearchParams(useSearchParams())
  for (const place of places) query.delete(place)
  const here = query.toString()
  const own = views.filter(view => view.owner === owner)
  return (
    <>
      <Menu
        side="start"
        button={props => (
          <Button
            variant="default"
            leftSection={<Bookmark size={16} strokeWidth={1.5} aria-hidden />}
            rightSection={<ChevronDown size={16} strokeWidth={1.5} aria-hidden />}
            {...props}
          >
            {views.find(view => view.query === here)?.name ?? say('views.title')}
          </Button>
        )}
      >
        {views.length === 0 ? <MenuNote>{say('views.none')}</MenuNote> : null}
        {views.map(view => (
          <MenuLink key={view.id} href={view.query === '' ? path : `${path}?${view.query}`}>
            {view.shared ? say('views.sharedName', { name: view.name }) : view.name}
          </MenuLink>
        ))}
        <MenuItem onChoose={() => setAsking('save')}>{say('views.save')}</MenuItem>
        {own.length > 0 ? <MenuItem onChoose={() => setAsking('manage')}>{say('views.manage')}</MenuItem> : null}
      </Menu>
      <SaveView list={list} query={here} opened={asking === 'save'} onClose={() => setAsking(null)} />
      <ManageViews views={own} opened={asking === 'manage'} onClose={() => setAsking(null)} />
    </>
  )
}
