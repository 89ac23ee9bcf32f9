import type { ComponentProps } from 'react'
import styles from './table.module.css'

type Space = 'xs' | 'sm' | 'md'
type TableProps = ComponentProps<'table'> & {
  verticalSpacing?: Space
  horizontalSpacing?: Space
  highlightOnHover?: boolean
}

/** A table as the browser knows it: it needs no script, and a server component can be one. */
export function Table({
  verticalSpacing = 'xs',
  horizontalSpacing = 'xs',
  highlightOnHover,
  className,
  ...props
}: TableProps) {
  return (
    <table
      {...props}
      className={className ? `${styles.table} ${className}` : styles.table}
      data-vertical={verticalSpacing}
      data-horizontal={horizontalSpacing}
      data-hover={highlightOnHover || undefined}
    />
  )
}

type Look = {
  /** Width and least width, in pixels or as CSS says it. */
  w?: number | string
  miw?: number
  fw?: number
  ta?: 'end'
}

const looking = ({ w, miw, fw, ta }: Look) => ({ width: w, minWidth: miw, fontWeight: fw, textAlign: ta })

export const TableTh = ({ w, miw, fw, ta, style, ...props }: ComponentProps<'th'> & Look) => (
  <th {...props} style={{ ...looking({ w, miw, fw, ta }), ...style }} />
)

export const TableTd = ({ w, miw, fw, ta, style, ...props }: ComponentProps<'td'> & Look) => (
  <td {...props} style={{ ...looking({ w, miw, fw, ta }), ...style }} />
)

export const TableTr = (props: ComponentProps<'tr'>) => <tr {...props} />
export const TableThead = (props: ComponentProps<'thead'>) => <thead {...props} />
export const TableTbody = (props: ComponentProps<'tbody'>) => <tbody {...props} />
