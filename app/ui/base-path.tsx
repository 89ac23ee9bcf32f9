'use client'

import { createContext, useContext } from 'react'

const Context = createContext('')

/** Tells client components where the module is mounted; Next's links know, the browser's fetch does not. */
export const BasePath = Context.Provider

/** @returns a function that turns `/api/…` into the address the browser must ask */
export function useAddress(): (path: string) => string {
  const base = useContext(Context)
  return path => `${base}${path}`
}
