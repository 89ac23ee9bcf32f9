import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

const accent: MantineColorsTuple = [
  '#E7EFFD',
  '#CFDFFB',
  '#A3C7FF',
  '#7FB0FF',
  '#5590F0',
  '#3474E2',
  '#1F5FD6',
  '#194FB3',
  '#153F8E',
  '#0F2E69',
]

/** Tones with a meaning; their values for light and dark stand in globals.css. */
const tones = ['accent', 'ok', 'warn', 'danger', 'held', 'quiet']

/** Filled and light variants take their colors from the tokens, whose contrast is computed for both schemes. */
const variantColorResolver: VariantColorsResolver = input => {
  const name = input.color ?? input.theme.primaryColor
  if (!tones.includes(name)) return defaultVariantColorsResolver(input)
  const tone = (part: string) => `var(--${name}${part})`
  if (input.variant === 'filled')
    return { background: tone(''), hover: tone('-hover'), color: `var(--on-${name})`, border: '1px solid transparent' }
  if (input.variant === 'light')
    return { background: tone('-tint'), hover: tone('-tint'), color: tone(''), border: '1px solid transparent' }
  if (input.variant === 'outline')
    return { background: 'transparent', hover: tone('-tint'), color: tone(''), border: `1px solid ${tone('')}` }
  if (input.variant === 'subtle' || input.variant === 'transparent')
    return { background: 'transparent', hover: tone('-tint'), color: tone(''), border: '1px solid transparent' }
  return defaultVariantColorsResolver(input)
}

export const theme = createTheme({
  colors: { accent },
  primaryColor: 'accent',
  fontFamily: 'Inter, "Segoe UI", system-ui, -apple-system, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Menlo, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.34', sm: '1.43', md: '1.43', lg: '1.5', xl: '1.45' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '2.25rem' },
      h2: { fontSize: '1.125rem', lineHeight: '1.625rem' },
      h3: { fontSize: '1rem', lineHeight: '1.5rem' },
    },
  },
  defaultRadius: 6,
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '10px', xl: '16px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  breakpoints: { xs: '30em', sm: '40em', md: '56.25em', lg: '75em', xl: '90em' },
  focusRing: 'auto',
  respectReducedMotion: true,
  variantColorResolver,
  components: {
    Checkbox: { defaultProps: { iconColor: 'var(--on-accent)' } },
    CheckboxIndicator: { defaultProps: { iconColor: 'var(--on-accent)' } },
    Radio: { defaultProps: { iconColor: 'var(--on-accent)' } },
    RadioIndicator: { defaultProps: { iconColor: 'var(--on-accent)' } },
  },
})

/** The kit's own variables, said in our tokens, so that both schemes have one source. */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-2)',
    '--mantine-color-bright': 'var(--text)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--subtle)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--border)',
    '--mantine-color-disabled': 'var(--subtle)',
    '--mantine-color-disabled-color': 'var(--text-3)',
    '--mantine-color-disabled-border': 'var(--border)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-primary-color-light': 'var(--accent-tint)',
    '--mantine-primary-color-light-hover': 'var(--accent-tint)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
    // What the kit draws its controls with: their borders have to be seen against every surface.
    '--mantine-color-gray-4': 'var(--border-control)',
    '--mantine-color-dark-4': 'var(--border-control)',
    '--mantine-color-dark-5': 'var(--subtle)',
    '--mantine-color-dark-6': 'var(--surface)',
    '--mantine-color-accent-filled': 'var(--accent)',
    '--mantine-color-accent-filled-hover': 'var(--accent-hover)',
  }
  return { variables: {}, light: both, dark: both }
}
