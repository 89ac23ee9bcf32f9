import postgres from 'postgres'

/** Writes an organization and its administrators as the owner of a test's database, past every door. Their names are their roles. */
export async function addOrganization(
  ownerUrl: string,
  organization: { id: string; name?: string },
  administrators: readonly { id: string; role: string; name?: string }[],
): Promise<void> {
  const owner = postgres(ownerUrl, { max: 1 })
  await owner`insert into organizations (id, name) values (${organization.id}, ${organization.name ?? 'Contoso'})`
  for (const { id, role, name = role } of administrators)
    await owner`insert into administrators (organization_id, id, email, display_name, role, password_hash)
      values (${organization.id}, ${id}, ${`${id}@contoso.example`}, ${name}, ${role}, '')`
  await owner.end()
}
