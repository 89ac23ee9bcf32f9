import { Badge } from '@mantine/core'
import { CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon, Pause, TriangleAlert } from 'lucide-react'
import type { Tone } from './tone'

const icons: Record<Tone, LucideIcon> = {
  accent: LoaderCircle,
  ok: CircleCheck,
  warn: TriangleAlert,
  danger: CircleX,
  held: Pause,
  quiet: CircleDashed,
}

/** A state as icon, word and color. */
export function Status({ tone, children }: { tone: Tone; children: string }) {
  const Icon = icons[tone]
  return (
    <Badge
      variant="light"
      color={tone}
      radius="sm"
      tt="none"
      fw={500}
      size="lg"
      maw="none"
      styles={{ root: { flex: 'none', overflow: 'visible' }, label: { overflow: 'visible' } }}
      leftSection={<Icon size={14} strokeWidth={2} aria-hidden />}
    >
      {children}
    </Badge>
  )
}
