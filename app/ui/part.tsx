'use client'

import { useRouter } from 'next/navigation'
import { Component, type ReactNode, useTransition } from 'react'
import { say } from '@/app/messages/say'
import { Trouble } from './trouble'

/** A part of a page that may fail alone: the rest stays, and the part is asked for again. */
export function Part({ name, children }: { name: string; children: ReactNode }) {
  const router = useRouter()
  const [, start] = useTransition()
  return (
    <Guard
      instead={again => (
        <Trouble
          text={say('error.part', { part: name })}
          onAgain={() =>
            start(() => {
              router.refresh()
              again()
            })
          }
        />
      )}
    >
      {children}
    </Guard>
  )
}

type GuardProps = { instead: (again: () => void) => ReactNode; children: ReactNode }

class Guard extends Component<GuardProps, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    if (!this.state.failed) return this.props.children
    return this.props.instead(() => this.setState({ failed: false }))
  }
}
