const name = 'enrollment-shortcuts'

/** Single keys are on until this browser turns them off (WCAG 2.1.4). */
export const areShortcutsOn = (): boolean => localStorage.getItem(name) !== 'off'

export function turnShortcuts(on: boolean): void {
  if (on) localStorage.removeItem(name)
  else localStorage.setItem(name, 'off')
}
