import { redirect } from 'next/navigation'

export default async function SetupPage({ params }: { params: Promise<{ id: string }> }) {
  redirect(`/directory-sync/connectors/${(await params).id}/setup/connection`)
}
