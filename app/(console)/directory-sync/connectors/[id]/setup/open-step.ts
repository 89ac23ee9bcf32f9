import { redirect } from 'next/navigation'
import { type OpenConnector, openConnector } from '../../open-connector'

/** A step after the connection, which can be opened once the connection has passed its test. */
export async function openStep(params: Promise<{ id: string }>): Promise<OpenConnector> {
  const { id } = await params
  const open = await openConnector(id)
  if (!open.tested) redirect(`/directory-sync/connectors/${id}/setup/connection`)
  return open
}
