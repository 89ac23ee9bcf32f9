import styles from './turning.module.css'

/** Something turns while somebody waits; words beside it say for what. */
export const Turning = () => <span className={styles.turning} aria-hidden />
