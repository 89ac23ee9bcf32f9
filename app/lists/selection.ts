/** Which rows are selected: these, or all that match a filter but those taken out again. */
export type Selection =
  | { mode: 'ids'; ids: readonly string[] }
  | { mode: 'matching'; filter: string; count: number; except: readonly string[] }

export const nothing: Selection = { mode: 'ids', ids: [] }

export const isSelected = (selection: Selection, id: string): boolean =>
  selection.mode === 'ids' ? selection.ids.includes(id) : !selection.except.includes(id)

export const countSelected = (selection: Selection): number =>
  selection.mode === 'ids' ? selection.ids.length : Math.max(0, selection.count - selection.except.length)

/** The selection with these rows selected, or without them. */
export function choose(selection: Selection, rows: readonly string[], selected: boolean): Selection {
  const others = (ids: readonly string[]) => ids.filter(id => !rows.includes(id))
  const { mode } = selection
  if (mode === 'ids') return { mode, ids: [...others(selection.ids), ...(selected ? rows : [])] }
  return { ...selection, except: [...others(selection.except), ...(selected ? [] : rows)] }
}

/** Another filter: rows that were chosen one by one stay chosen, "all that match" means something else now and ends. */
export const underFilter = (selection: Selection, filter: string): Selection =>
  selection.mode === 'matching' && selection.filter !== filter ? nothing : selection
