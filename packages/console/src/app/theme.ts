import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** Parley's green, from the lightest to the darkest. */
const leaf: MantineColorsTuple = [
  '#eefaf6',
  '#d6f2e9',
  '#aee5d5',
  '#7dd3bd',
  '#4fbda4',
  '#2da38a',
  '#178571',
  '#0f6b5c',
  '#0d574b',
  '#0a443b',
]

/** From the text to the deepest ground of the dark colours. */
const dark: MantineColorsTuple = [
  '#e8eaef',
  '#c9ced7',
  '#a4abb8',
  '#8b93a1',
  '#363b46',
  '#2a2e37',
  '#1f2229',
  '#16181d',
  '#101216',
  '#0b0c0f',
]

export const theme = createTheme({
  colors: { leaf, dark },
  primaryColor: 'leaf',
  primaryShade: 7,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
  headings: { fontWeight: '600' },
  components: {
    // In place of an empty child of the menu, which is no part of one to a screen reader, the first
    // item gets the focus.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, menuItemTabIndex: 0 } },
  },
})

/** The library's greys are too faint to read at small sizes (WCAG 1.4.3). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#5b6270', '--mantine-color-placeholder': '#6b7280' },
  dark: {
    '--mantine-color-dimmed': '#a4abb8',
    '--mantine-color-placeholder': '#8b93a1',
    '--mantine-color-anchor': '#7dd3bd',
  },
})
