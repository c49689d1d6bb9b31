import { ActionIcon, Badge, Button, Group, Modal, Switch, Table, Text } from '@mantine/core'
import type { RoutingRule, RoutingTopic } from '@parley/protocol/rest/routing-facts'
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useHasRole } from '../../people/use-role.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { priorityName } from '../priorities.ts'
import { rulesQuery, topicsQuery } from '../queries.ts'
import { useChange } from '../use-change.ts'
import { RuleForm } from './RuleForm.tsx'
import { TopicForm } from './TopicForm.tsx'
import { useRuleWords } from './use-rule-words.ts'

type Open = { rule: RoutingRule | undefined } | { topic: RoutingTopic | undefined }

/** What conversations are about, and what they need because of it. */
export function RulesPage() {
  const { t } = useTranslation('routing')
  const isAdmin = useHasRole('admin')
  const { data: rules } = useQuery(rulesQuery)
  const { data: topics } = useQuery(topicsQuery)
  const [open, setOpen] = useState<Open | undefined>(undefined)
  const close = () => setOpen(undefined)
  return (
    <>
      <PageHead title={t('rules.title')} hint={t('rules.hint')}>
        {isAdmin && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen({ rule: undefined })}>
            {t('rules.new')}
          </Button>
        )}
      </PageHead>
      {rules?.length === 0 && <EmptyState title={t('rules.none')} hint={t('rules.noneHint')} />}
      {rules !== undefined && rules.length > 0 && (
        <RuleTable rules={rules} onOpen={(rule) => setOpen({ rule })} />
      )}
      <Group justify="space-between" mt={32} mb="xs">
        <div>
          <Text fw={600}>{t('topics.title')}</Text>
          <Text size="sm" c="dimmed">
            {t('topics.hint')}
          </Text>
        </div>
        {isAdmin && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => setOpen({ topic: undefined })}
          >
            {t('topics.new')}
          </Button>
        )}
      </Group>
      {topics?.length === 0 && <EmptyState title={t('topics.none')} hint={t('topics.noneHint')} />}
      <Table verticalSpacing="xs">
        <Table.Tbody>
          {(topics ?? []).map((topic) => (
            <Table.Tr key={topic.id}>
              <Table.Td fw={500} w={200}>
                {topic.name}
              </Table.Td>
              <Table.Td>{topic.words.join(', ')}</Table.Td>
              {isAdmin && (
                <Table.Td ta="right">
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={t('topics.changeTopic', { name: topic.name })}
                    onClick={() => setOpen({ topic })}
                  >
                    {t('common.change')}
                  </Button>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Modal
        opened={open !== undefined && 'rule' in open}
        onClose={close}
        title={t('rules.rule')}
        size="lg"
      >
        {open !== undefined && 'rule' in open && <RuleForm stored={open.rule} onDone={close} />}
      </Modal>
      <Modal
        opened={open !== undefined && 'topic' in open}
        onClose={close}
        title={t('topics.topic')}
      >
        {open !== undefined && 'topic' in open && <TopicForm stored={open.topic} onDone={close} />}
      </Modal>
    </>
  )
}

function RuleTable(props: { rules: readonly RoutingRule[]; onOpen: (rule: RoutingRule) => void }) {
  const { rules, onOpen } = props
  const { t } = useTranslation('routing')
  const isAdmin = useHasRole('admin')
  const words = useRuleWords()
  const order = useChange((ids: string[]) => api('POST', '/api/routing/rules/order', { ids }))
  const turn = useChange(({ id, isOn }: { id: string; isOn: boolean }) =>
    api('PATCH', `/api/routing/rules/${id}`, { isOn }),
  )
  const move = (at: number, by: 1 | -1) => {
    const ids = rules.map(({ id }) => id)
    const [id = ''] = ids.splice(at, 1)
    ids.splice(at + by, 0, id)
    order.mutate(ids)
  }
  return (
    <Table verticalSpacing="sm">
      <Table.Tbody>
        {rules.map((rule, at) => (
          <Table.Tr key={rule.id}>
            <Table.Td w={60}>
              <Switch
                aria-label={t('rules.isOn', { name: rule.name })}
                disabled={!isAdmin}
                checked={rule.isOn}
                onChange={(event) =>
                  turn.mutate({ id: rule.id, isOn: event.currentTarget.checked })
                }
              />
            </Table.Td>
            <Table.Td>
              <Text fw={500}>
                {rule.name}{' '}
                {rule.needs.priority > 0 && (
                  <Badge size="sm" c="var(--warn)" bg="var(--warn-soft)">
                    {t(`priority.${priorityName(rule.needs.priority)}`)}
                  </Badge>
                )}
              </Text>
              <Text size="sm" c="dimmed">
                {words.when(rule)} → {words.needs(rule)}
              </Text>
            </Table.Td>
            {isAdmin && (
              <Table.Td ta="right">
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    disabled={at === 0}
                    aria-label={t('rules.up', { name: rule.name })}
                    onClick={() => move(at, -1)}
                  >
                    <IconArrowUp size={16} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    disabled={at === rules.length - 1}
                    aria-label={t('rules.down', { name: rule.name })}
                    onClick={() => move(at, 1)}
                  >
                    <IconArrowDown size={16} />
                  </ActionIcon>
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={t('rules.changeRule', { name: rule.name })}
                    onClick={() => onOpen(rule)}
                  >
                    {t('common.change')}
                  </Button>
                </Group>
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
