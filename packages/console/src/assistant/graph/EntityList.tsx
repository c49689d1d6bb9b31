import { Button, SegmentedControl, Select, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconFileImport, IconPlugConnected, IconPlus, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../people/use-role.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import styles from '../articles/ArticleList.module.css'
import { ItemLink } from '../ItemLink.tsx'
import { GraphPicture } from './GraphPicture.tsx'
import { entityItem, graphQuery, type StoredEntity } from './queries.ts'
import { countTypes } from './types.ts'

/** Entities by type and name, as a list or as a picture. */
export function EntityList() {
  const { t } = useTranslation('assistant')
  const mayChange = useHasRole('supervisor')
  const isAdmin = useHasRole('admin')
  const [text, setText] = useState('')
  const [type, setType] = useState('')
  const [view, setView] = useState('list')
  const [asked] = useDebouncedValue(text.trim(), 200)
  const { data: all } = useQuery(graphQuery({}))
  const { data } = useQuery(graphQuery({ text: asked, type }))
  const entities = data?.entities ?? []
  return (
    <>
      <PageHead title={t('graph.title')} hint={t('graph.hint')}>
        {isAdmin && (
          <Button
            variant="default"
            leftSection={<IconPlugConnected size={16} />}
            renderRoot={(props) => <ItemLink page="graph" item="live" {...props} />}
          >
            {t('graph.live')}
          </Button>
        )}
        {mayChange && (
          <>
            <Button
              variant="default"
              leftSection={<IconFileImport size={16} />}
              renderRoot={(props) => <ItemLink page="graph" item="import" {...props} />}
            >
              {t('articles.import')}
            </Button>
            <Button
              leftSection={<IconPlus size={16} />}
              renderRoot={(props) => <ItemLink page="graph" item="new" {...props} />}
            >
              {t('graph.new')}
            </Button>
          </>
        )}
      </PageHead>
      <div className={styles.filter} role="search">
        <TextInput
          flex="1 1 220px"
          type="search"
          aria-label={t('graph.search')}
          placeholder={t('graph.search')}
          leftSection={<IconSearch size={16} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Select
          w={190}
          aria-label={t('graph.type')}
          placeholder={t('graph.anyType')}
          clearable
          data={countTypes(all?.entities ?? []).map(({ type: value, count }) => ({
            value,
            label: `${value} (${count})`,
          }))}
          value={type || null}
          onChange={(chosen) => setType(chosen ?? '')}
        />
        <SegmentedControl
          aria-label={t('graph.view')}
          value={view}
          onChange={setView}
          data={[
            { value: 'list', label: t('graph.asList') },
            { value: 'picture', label: t('graph.asPicture') },
          ]}
        />
      </div>
      {data !== undefined && entities.length === 0 && (
        <EmptyState
          title={asked === '' && type === '' ? t('graph.none') : t('graph.noneFits')}
          hint={asked === '' && type === '' ? t('graph.noneHint') : t('articles.noneFitsHint')}
        />
      )}
      {data !== undefined && entities.length > 0 && view === 'picture' && (
        <GraphPicture entities={entities} relations={data.relations} />
      )}
      {entities.length > 0 && view === 'list' && <EntityTable entities={entities} />}
      {data?.isCut === true && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('graph.isCut', { count: entities.length })}
        </Text>
      )}
    </>
  )
}

function EntityTable({ entities }: { entities: readonly StoredEntity[] }) {
  const { t } = useTranslation('assistant')
  return (
    <Table className={styles.articles} verticalSpacing="xs" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('graph.name')}</Table.Th>
          <Table.Th w={150}>{t('graph.type')}</Table.Th>
          <Table.Th w={220}>{t('graph.key')}</Table.Th>
          <Table.Th w={180}>{t('common.source')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entities.map(({ key, name, type, names, aliases = [], source = '' }) => (
          <Table.Tr key={key}>
            <Table.Td>
              <ItemLink page="graph" item={entityItem(key)} className={styles.title}>
                {name}
              </ItemLink>
              <div className={styles.more}>
                {[...Object.values(names ?? {}), ...aliases].join(' · ')}
              </div>
            </Table.Td>
            <Table.Td>{type}</Table.Td>
            <Table.Td>
              <Text size="sm" c="dimmed">
                {key}
              </Text>
            </Table.Td>
            <Table.Td>
              <Text size="sm" c="dimmed">
                {source}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
