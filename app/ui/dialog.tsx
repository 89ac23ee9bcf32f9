'use client'

import { Box, ModalBody, ModalCloseButton, ModalContent, ModalOverlay, ModalRoot, ModalTitle } from '@mantine/core'
import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'

type Props = { title: string; opened: boolean; onClose: () => void; wide?: boolean; children: ReactNode }

/** A question over the page. Its head is no `header`, which would be a second banner of the document. */
export function Dialog(props: Props) {
  return (
    <ModalRoot opened={props.opened} onClose={props.onClose} size={props.wide ? 'lg' : 'md'}>
      <ModalOverlay />
      <ModalContent>
        <Box display="flex" p="md" style={{ justifyContent: 'space-between', gap: 16 }}>
          <ModalTitle fz="lg" fw={600}>
            {props.title}
          </ModalTitle>
          <ModalCloseButton aria-label={say('dialog.close')} />
        </Box>
        <ModalBody>{props.children}</ModalBody>
      </ModalContent>
    </ModalRoot>
  )
}
