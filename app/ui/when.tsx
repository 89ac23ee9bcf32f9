import type { Moment } from './moment'

export function When({ moment }: { moment: Moment }) {
  return <time dateTime={moment.iso}>{moment.text}</time>
}
