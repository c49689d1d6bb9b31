import { Badge, Button, Select, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { shortTime } from '@parley/browser'
import type { ArticleSummary } from '@parley/protocol/rest/knowledge'
import { IconFileImport, IconListSearch, IconPlus, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/index.ts'
import { languages } from '../../people/languages.ts'
import { useHasRole } from '../../people/use-role.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { moment } from '../../ui/times.ts'
import { ItemLink } from '../ItemLink.tsx'
import { MoreButton } from '../MoreButton.tsx'
import styles from './ArticleList.module.css'
import { type ArticleFilter, articlesQuery } from './queries.ts'
import { StateBadge } from './StateBadge.tsx'

const everything: ArticleFilter = { text: '', kind: '', locale: '', status: '' }

/** All articles, the last changed first. */
export function ArticleList() {
  const { t } = useTranslation('assistant')
  const mayChange = useHasRole('supervisor')
  const [filter, setFilter] = useState(everything)
  const [asked] = useDebouncedValue(filter, 200)
  const query = useInfiniteQuery(articlesQuery(asked))
  const articles = query.data?.pages.flatMap((page) => page.articles) ?? []
  const isNarrowed = Object.values(asked).some((value) => value !== '')
  return (
    <>
      <PageHead title={t('articles.title')} hint={t('articles.hint')}>
        <Button
          variant="default"
          leftSection={<IconListSearch size={16} />}
          renderRoot={(props) => <ItemLink page="articles" item="search" {...props} />}
        >
          {t('articles.trySearch')}
        </Button>
        {mayChange && (
          <>
            <Button
              variant="default"
              leftSection={<IconFileImport size={16} />}
              renderRoot={(props) => <ItemLink page="articles" item="import" {...props} />}
            >
              {t('articles.import')}
            </Button>
            <Button
              leftSection={<IconPlus size={16} />}
              renderRoot={(props) => <ItemLink page="articles" item="new" {...props} />}
            >
              {t('articles.new')}
            </Button>
          </>
        )}
      </PageHead>
      <FilterBar filter={filter} onChange={setFilter} />
      {!query.isPending && articles.length === 0 && (
        <EmptyState
          title={isNarrowed ? t('articles.noneFits') : t('articles.none')}
          hint={isNarrowed ? t('articles.noneFitsHint') : t('articles.noneHint')}
        >
          {isNarrowed && (
            <Button variant="default" onClick={() => setFilter(everything)}>
              {t('articles.showAll')}
            </Button>
          )}
        </EmptyState>
      )}
      {articles.length > 0 && (
        <Table className={styles.articles} verticalSpacing="xs" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('articles.name')}</Table.Th>
              <Table.Th w={110}>{t('articles.kind')}</Table.Th>
              <Table.Th w={110}>{t('articles.locale')}</Table.Th>
              <Table.Th w={130}>{t('articles.state')}</Table.Th>
              <Table.Th w={120}>{t('articles.changed')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {articles.map((article) => (
              <ArticleRow key={article.id} article={article} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      <MoreButton query={query} />
    </>
  )
}

function FilterBar(props: { filter: ArticleFilter; onChange: (filter: ArticleFilter) => void }) {
  const { filter, onChange } = props
  const { t } = useTranslation('assistant')
  return (
    <div className={styles.filter} role="search">
      <TextInput
        flex="1 1 220px"
        type="search"
        aria-label={t('articles.search')}
        placeholder={t('articles.search')}
        leftSection={<IconSearch size={16} />}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <Select
        w={150}
        aria-label={t('articles.kind')}
        placeholder={t('articles.anyKind')}
        clearable
        data={(['faq', 'document'] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={filter.kind || null}
        onChange={(kind) => onChange({ ...filter, kind: (kind ?? '') as ArticleFilter['kind'] })}
      />
      <Select
        w={150}
        aria-label={t('articles.locale')}
        placeholder={t('articles.anyLocale')}
        clearable
        data={languages}
        value={filter.locale || null}
        onChange={(locale) =>
          onChange({ ...filter, locale: (locale ?? '') as ArticleFilter['locale'] })
        }
      />
      <Select
        w={150}
        aria-label={t('articles.state')}
        placeholder={t('articles.anyState')}
        clearable
        data={(['published', 'changed', 'draft'] as const).map((value) => ({
          value,
          label: t(`state.${value}`),
        }))}
        value={filter.status || null}
        onChange={(status) =>
          onChange({ ...filter, status: (status ?? '') as ArticleFilter['status'] })
        }
      />
    </div>
  )
}

function ArticleRow({ article }: { article: ArticleSummary }) {
  const { t } = useTranslation('assistant')
  const { id, title, kind, locale, audience, tags, source, changedAt } = article
  return (
    <Table.Tr>
      <Table.Td>
        <ItemLink page="articles" item={id} className={styles.title}>
          {title}
        </ItemLink>
        <div className={styles.more}>
          {audience === 'agents' && (
            <Badge size="xs" variant="default">
              {t('audience.agents')}
            </Badge>
          )}
          {[...tags, source].filter(Boolean).join(' · ')}
        </div>
      </Table.Td>
      <Table.Td>{t(`kind.${kind}`)}</Table.Td>
      <Table.Td>{languages.find(({ value }) => value === locale)?.label}</Table.Td>
      <Table.Td>
        <StateBadge article={article} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" c="dimmed" title={moment(changedAt)}>
          {shortTime(changedAt, Date.now(), currentLocale())}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}
