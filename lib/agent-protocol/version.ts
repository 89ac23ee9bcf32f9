/** What this program speaks. A change that an older agent would misread raises it. */
export const protocolVersion = 1
/** The portal answers the last two; an agent of any other gets a sentence that says what to do. */
export const supportedVersions: readonly number[] = [protocolVersion - 1, protocolVersion].filter(
  version => version > 0,
)
