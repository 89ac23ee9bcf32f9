/** For how many days somebody may answer. */
export const requestDays = 14
/** On which of them they are reminded. */
export const reminderDays = [3, 7, 13] as const

/** When something is due next, after so many reminders: the next reminder, or the end. */
export const afterReminder = (reminders: number, askedAt: Date): Date =>
  new Date(askedAt.getTime() + (reminderDays[reminders] ?? requestDays) * 86_400_000)
