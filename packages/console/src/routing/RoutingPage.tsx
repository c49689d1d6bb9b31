import './texts.ts'
import { Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../app/queries.ts'
import { includesRole } from '../people/use-role.ts'
import { SectionPage } from '../ui/SectionPage.tsx'
import { NotFoundPage } from '../ui/SorryPage.tsx'
import { routingPages } from './pages.ts'

/** The section "Routing": its pages' links, and the page that the address names. */
export function RoutingPage() {
  const { t } = useTranslation()
  const { page: id } = useParams({ strict: false })
  const { data: me } = useQuery(meQuery)
  if (me === undefined) return null
  const visible = routingPages.filter(({ role }) => includesRole(me.agent.role, role))
  const here = id === undefined ? visible[0] : visible.find((page) => page.id === id)
  const links = visible.map(({ id: page, icon: Icon }) => (
    <Link key={page} to="/routing/$page" params={{ page }} activeProps={{ 'aria-current': 'page' }}>
      <Icon size={18} stroke={1.7} />
      {t(`routingPage.${page}`)}
    </Link>
  ))
  return (
    <SectionPage title={t('app.routing')} label={t('routingPage.label')} links={links}>
      {here === undefined ? (
        <NotFoundPage />
      ) : (
        <Suspense fallback={<Loader aria-label={t('app.loading')} />}>
          <here.Page key={here.id} />
        </Suspense>
      )}
    </SectionPage>
  )
}
