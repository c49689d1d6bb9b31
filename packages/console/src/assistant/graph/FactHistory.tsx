import { Button } from '@mantine/core'
import type { FactVersion } from '@parley/protocol/rest/graph'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { agentsQuery } from '../../app/queries.ts'
import { moment } from '../../ui/times.ts'
import { DiffView } from '../DiffView.tsx'
import styles from './EntityPage.module.css'
import { factVersionsQuery } from './queries.ts'

/** Who changed a fact when, and what. */
export function FactHistory({ factId }: { factId: string }) {
  const { t } = useTranslation('assistant')
  const { data: versions = [] } = useQuery(factVersionsQuery(factId))
  const { data: agents = [] } = useQuery(agentsQuery)
  const [open, setOpen] = useState<number | undefined>(undefined)
  return (
    <ul className={styles.relations}>
      {versions.map((version, at) => {
        const isOpen = open === version.version
        const by = agents.find(({ id }) => id === version.agentId)?.name
        return (
          <li key={version.version}>
            <div>
              <Button
                size="compact-xs"
                variant="subtle"
                aria-expanded={isOpen}
                onClick={() => setOpen(isOpen ? undefined : version.version)}
              >
                {t('articles.version', { version: version.version })}
              </Button>{' '}
              {[moment(version.changedAt), by].filter(Boolean).join(' · ')}
              {isOpen && <DiffView before={told(versions[at + 1])} after={told(version)} />}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function told(version: FactVersion | undefined): string {
  return version?.fact == null ? '' : JSON.stringify(version.fact, null, 2)
}
