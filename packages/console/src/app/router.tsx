import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { speak } from '../i18n/index.ts'
import { InboxPage } from '../inbox/InboxPage.tsx'
import { isView } from '../inbox/rows.ts'
import { JoinPage } from '../people/JoinPage.tsx'
import { SignInPage } from '../people/SignInPage.tsx'
import { CrashPage, NotFoundPage } from '../ui/SorryPage.tsx'
import { meQuery, queryClient } from './queries.ts'
import { Shell } from './Shell.tsx'

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } =>
    // Only our own pages: an address of elsewhere must not follow a sign-in.
    typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {},
  component: function SignIn() {
    const { next = '/' } = signIn.useSearch()
    return <SignInPage next={next} />
  },
})

const join = createRoute({
  getParentRoute: () => root,
  path: '/join/$token',
  component: function Join() {
    return <JoinPage token={join.useParams().token} />
  },
})

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  async beforeLoad({ location }) {
    try {
      const me = await queryClient.ensureQueryData(meQuery)
      await speak(me.locale)
    } catch {
      throw redirect({ to: '/sign-in', search: { next: location.href } })
    }
  },
  component: Shell,
})

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox/$view', params: { view: 'mine' }, replace: true })
  },
})

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: '/inbox/$view',
  beforeLoad({ params }) {
    if (!isView(params.view)) {
      throw redirect({ to: '/inbox/$view', params: { view: 'mine' }, replace: true })
    }
  },
  component: function Inbox() {
    const { view } = inbox.useParams()
    return <InboxPage view={isView(view) ? view : 'mine'} />
  },
})

const conversation = createRoute({ getParentRoute: () => inbox, path: '/$conversationId' })

/** The settings come when they are asked for: the inbox is there sooner. */
function fromSettings(name: keyof typeof import('../settings/index.ts')) {
  return lazyRouteComponent(() => import('../settings/index.ts'), name)
}

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: fromSettings('SettingsPage'),
})

const settingsTabs = [
  createRoute({
    getParentRoute: () => settings,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/settings/profile', replace: true })
    },
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/profile',
    component: fromSettings('ProfileTab'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/agents',
    component: fromSettings('AgentsTab'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/channels',
    component: fromSettings('ChannelsTab'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/workspace',
    component: fromSettings('WorkspaceTab'),
  }),
] as const

const assistant = createRoute({
  getParentRoute: () => signedIn,
  path: '/assistant',
  component: lazyRouteComponent(() => import('../assistant/AssistantPage.tsx'), 'AssistantPage'),
})

const assistantRoutes = [
  createRoute({
    getParentRoute: () => assistant,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/assistant/$page', params: { page: 'settings' }, replace: true })
    },
  }),
  createRoute({ getParentRoute: () => assistant, path: '/$page' }),
  createRoute({ getParentRoute: () => assistant, path: '/$page/$item' }),
] as const

const routing = createRoute({
  getParentRoute: () => signedIn,
  path: '/routing',
  component: lazyRouteComponent(() => import('../routing/RoutingPage.tsx'), 'RoutingPage'),
})

const routingPage = createRoute({ getParentRoute: () => routing, path: '/$page' })

const channel = createRoute({
  getParentRoute: () => settings,
  path: '/channels/$channelId',
  component: fromSettings('ChannelTab'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    join,
    signedIn.addChildren([
      home,
      inbox.addChildren([conversation]),
      assistant.addChildren([...assistantRoutes]),
      routing.addChildren([routingPage]),
      settings.addChildren([...settingsTabs, channel]),
    ]),
  ]),
  basepath: '/console',
  defaultPreload: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
