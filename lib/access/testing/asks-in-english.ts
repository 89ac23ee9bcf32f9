import { vi } from 'vitest'

// A test is no request: whoever asks in it says nothing of a language.
vi.mock('@/lib/access/asked-language', () => ({ askedLanguage: async () => 'en' }))
