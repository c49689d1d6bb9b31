import type { Role } from '@parley/protocol/rest'
import {
  IconAffiliate,
  IconChartHistogram,
  IconFilterCog,
  IconLayoutKanban,
  IconRoute,
  IconUserStar,
  IconUsersGroup,
} from '@tabler/icons-react'
import { type ComponentType, lazy } from 'react'

/** A page of the section. */
interface RoutingPageEntry {
  /** Its place in the address, and its name among the texts: `routingPage.<id>`. */
  id: string
  icon: ComponentType<{ size?: number; stroke?: number }>
  /** The least powerful role that sees it. */
  role: Role
  /** Loaded when it is opened. */
  Page: ComponentType
}

const table = [
  {
    id: 'board',
    icon: IconLayoutKanban,
    role: 'supervisor',
    Page: lazy(async () => ({ default: (await import('./board/BoardPage.tsx')).BoardPage })),
  },
  {
    id: 'policy',
    icon: IconRoute,
    role: 'agent',
    Page: lazy(async () => ({ default: (await import('./policy/PolicyPage.tsx')).PolicyPage })),
  },
  {
    id: 'teams',
    icon: IconUsersGroup,
    role: 'agent',
    Page: lazy(async () => ({ default: (await import('./teams/TeamsPage.tsx')).TeamsPage })),
  },
  {
    id: 'people',
    icon: IconUserStar,
    role: 'agent',
    Page: lazy(async () => ({ default: (await import('./people/PeoplePage.tsx')).PeoplePage })),
  },
  {
    id: 'rules',
    icon: IconFilterCog,
    role: 'agent',
    Page: lazy(async () => ({ default: (await import('./rules/RulesPage.tsx')).RulesPage })),
  },
  {
    id: 'model',
    icon: IconAffiliate,
    role: 'agent',
    Page: lazy(async () => ({ default: (await import('./model/ModelPage.tsx')).ModelPage })),
  },
  {
    id: 'simulator',
    icon: IconChartHistogram,
    role: 'supervisor',
    Page: lazy(async () => ({
      default: (await import('./simulator/SimulatorPage.tsx')).SimulatorPage,
    })),
  },
] as const satisfies readonly RoutingPageEntry[]

type PageId = (typeof table)[number]['id']

/**
 * Every page of the section "Routing", in the order of its links. A line in the table gives a page
 * its link, its address `/routing/<id>` and its command in the palette.
 */
export const routingPages: readonly (RoutingPageEntry & { id: PageId })[] = table
