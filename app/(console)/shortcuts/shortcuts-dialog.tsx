'use client'

import { Kbd, Stack, Switch } from '@mantine/core'
import { useEffect, useState } from 'react'
import { say } from '@/app/messages/say'
import { Dialog } from '@/app/ui/dialog'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { places } from '../navigation'
import { goKeys } from './read-key'
import { areShortcutsOn, turnShortcuts } from './remembered'

const single = [
  ['?', 'help'],
  ['/', 'search'],
  ['j', 'next'],
  ['k', 'previous'],
  ['x', 'select'],
] as const

/** Every key with what it does, and the switch that turns them off. It opens after it is there, as the menu does. */
export default function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [shown, setShown] = useState(false)
  const [on, setOn] = useState(areShortcutsOn)
  useEffect(() => setShown(opened), [opened])
  const rows = [
    ...single.map(([key, name]) => ({ keys: [key], does: say(`shortcuts.${name}`) })),
    ...Object.entries(goKeys).flatMap(([key, href]) => {
      const place = places.find(one => one.href === href)
      return place ? [{ keys: ['g', key], does: say('shortcuts.go', { place: place.label() }) }] : []
    }),
  ]
  return (
    <Dialog title={say('shortcuts.title')} opened={shown} onClose={onClose}>
      <Stack>
        <Switch
          checked={on}
          onChange={event => {
            turnShortcuts(event.currentTarget.checked)
            setOn(event.currentTarget.checked)
          }}
          label={say('shortcuts.on')}
          description={say('shortcuts.onHelp')}
        />
        <Table aria-label={say('shortcuts.title')}>
          <TableThead>
            <TableTr>
              <TableTh scope="col">{say('shortcuts.keys')}</TableTh>
              <TableTh scope="col">{say('shortcuts.does')}</TableTh>
            </TableTr>
          </TableThead>
          <TableTbody>
            <TableTr>
              <TableTh scope="row">
                <Kbd>{say('commands.keys')}</Kbd>
              </TableTh>
              <TableTd>{say('commands.open')}</TableTd>
            </TableTr>
            {rows.map(({ keys, does }) => (
              <TableTr key={keys.join(' ')}>
                <TableTh scope="row">
                  {keys.map(key => (
                    <Kbd key={key} me={4}>
                      {key}
                    </Kbd>
                  ))}
                </TableTh>
                <TableTd>{does}</TableTd>
              </TableTr>
            ))}
          </TableTbody>
        </Table>
      </Stack>
    </Dialog>
  )
}
