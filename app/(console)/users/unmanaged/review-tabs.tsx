import Link from 'next/link'
import { queryOf } from '@/app/lists/list-address'
import { say } from '@/app/messages/say'
import { Going } from '@/app/ui/going'
import styles from '@/app/ui/tabs.module.css'
import { type Review, reviews } from '@/lib/store/unmanaged-list'

type Props = { path: string; counts: Record<Review, number>; chosen: Review | undefined }

/** How far the review of everybody is: each state with its people, to be looked at alone. */
export function ReviewTabs({ path, counts, chosen }: Props) {
  const all = reviews.reduce((sum, review) => sum + counts[review], 0)
  const tabs = [
    { review: undefined, text: say('unmanaged.reviewCount', { review: say('unmanaged.everybody'), people: all }) },
    ...reviews.map(review => ({
      review,
      text: say('unmanaged.reviewCount', { review: say(`unmanaged.review_.${review}`), people: counts[review] }),
    })),
  ]
  return (
    <nav aria-label={say('unmanaged.reviews')}>
      <ul className={styles.tabs}>
        {tabs.map(({ review, text }) => (
          <li key={text}>
            <Link
              href={`${path}${queryOf({ review })}`}
              className={styles.tab}
              aria-current={review === chosen ? 'page' : undefined}
            >
              {text}
              <Going />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
