'use client'

import { useAddress } from './base-path'
import styles from './photo.module.css'

/** Somebody's photo beside their name, which says who it is; nothing where there is none. */
export function Photo({ hash }: { hash: string | null | undefined }) {
  const address = useAddress()
  if (!hash) return null
  const src = address(`/api/photos/${hash}`)
  // biome-ignore lint/performance/noImgElement: it is small already, and only administrators get it.
  return <img className={styles.photo} src={src} alt="" width={32} height={32} loading="lazy" />
}
