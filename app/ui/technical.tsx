/** A host name, DN or identifier: left to right whatever surrounds it, in the monospaced face. */
export function Technical({ children }: { children: string }) {
  return (
    <bdi dir="ltr" className="technical">
      {children}
    </bdi>
  )
}
