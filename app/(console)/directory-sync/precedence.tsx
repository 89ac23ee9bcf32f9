import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { PrecedenceForm } from './precedence-form'

type Props = { connectors: readonly { id: string; name: string }[]; precedence: readonly string[] }

/** Whose person somebody is whom several connectors find, in words, and the order that says so. Nothing for one alone. */
export function Precedence({ connectors, precedence }: Props) {
  if (connectors.length < 2) return null
  const named = precedence.flatMap(id => connectors.find(one => one.id === id) ?? [])
  const others = connectors.filter(({ id }) => !precedence.includes(id))
  const order = named.map(({ name }) => name).join(', ')
  return (
    <Card title={say('precedence.title')} id="precedence">
      <span>{say('precedence.text')}</span>
      <span>{named.length > 0 ? say('precedence.order', { order }) : say('precedence.none')}</span>
      <Reserved to="enrollment.sync.configure" instead={null}>
        <Words of={['precedence']}>
          <PrecedenceForm
            key={order}
            names={[...named, ...others].map(({ name }) => name)}
            isOrdered={named.length > 0}
          />
        </Words>
      </Reserved>
    </Card>
  )
}
