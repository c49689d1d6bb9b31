import type { Role } from '@parley/protocol/rest'
import {
  IconAdjustments,
  IconBook2,
  IconCertificate,
  IconChartBar,
  IconFlask,
  IconHelpCircle,
  IconPlugConnected,
  IconShieldLock,
  IconTarget,
  IconTopologyStar3,
} from '@tabler/icons-react'
import { type ComponentType, lazy } from 'react'

/** A page of the section. */
export interface AssistantPageEntry {
  /** Its place in the address, and its name among the texts: `assistantPage.<id>`. */
  id: string
  icon: ComponentType<{ size?: number; stroke?: number }>
  /** The least powerful role that sees it. */
  role: Role
  /** Loaded when it is opened. `item` is the address's next part, such as an article's id. */
  Page: ComponentType<{ item: string | undefined }>
}

const table = [
  {
    id: 'settings',
    icon: IconAdjustments,
    role: 'agent',
    Page: lazy(async () => {
      const { SettingsPage } = await import('./settings/SettingsPage.tsx')
      return { default: SettingsPage }
    }),
  },
  {
    id: 'engines',
    icon: IconPlugConnected,
    role: 'admin',
    Page: lazy(async () => {
      const { EnginesPage } = await import('./engines/EnginesPage.tsx')
      return { default: EnginesPage }
    }),
  },
  {
    id: 'articles',
    icon: IconBook2,
    role: 'agent',
    Page: lazy(async () => {
      const { ArticlesPage } = await import('./articles/ArticlesPage.tsx')
      return { default: ArticlesPage }
    }),
  },
  {
    id: 'graph',
    icon: IconTopologyStar3,
    role: 'agent',
    Page: lazy(async () => {
      const { GraphPage } = await import('./graph/GraphPage.tsx')
      return { default: GraphPage }
    }),
  },
  {
    id: 'intents',
    icon: IconTarget,
    role: 'agent',
    Page: lazy(async () => {
      const { IntentsPage } = await import('./intents/IntentsPage.tsx')
      return { default: IntentsPage }
    }),
  },
  {
    id: 'unanswered',
    icon: IconHelpCircle,
    role: 'agent',
    Page: lazy(async () => {
      const { UnansweredPage } = await import('./unanswered/UnansweredPage.tsx')
      return { default: UnansweredPage }
    }),
  },
  {
    id: 'golden',
    icon: IconCertificate,
    role: 'agent',
    Page: lazy(async () => {
      const { GoldenPage } = await import('./golden/GoldenPage.tsx')
      return { default: GoldenPage }
    }),
  },
  {
    id: 'playground',
    icon: IconFlask,
    role: 'admin',
    Page: lazy(async () => {
      const { PlaygroundPage } = await import('./playground/PlaygroundPage.tsx')
      return { default: PlaygroundPage }
    }),
  },
  {
    id: 'figures',
    icon: IconChartBar,
    role: 'agent',
    Page: lazy(async () => {
      const { FiguresPage } = await import('./figures/FiguresPage.tsx')
      return { default: FiguresPage }
    }),
  },
  {
    id: 'privacy',
    icon: IconShieldLock,
    role: 'admin',
    Page: lazy(async () => {
      const { PrivacyPage } = await import('./privacy/PrivacyPage.tsx')
      return { default: PrivacyPage }
    }),
  },
] as const satisfies readonly AssistantPageEntry[]

type PageId = (typeof table)[number]['id']

/**
 * Every page of the section "Assistant", in the order of its links. A line in the table gives a
 * page its link, its address `/assistant/<id>` and its command in the palette.
 */
export const assistantPages: readonly (AssistantPageEntry & { id: PageId })[] = table
