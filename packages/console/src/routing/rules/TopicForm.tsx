import { Button, Group, Stack, TagsInput, TextInput } from '@mantine/core'
import type { RoutingTopic, RoutingTopicRequest } from '@parley/protocol/rest/routing-facts'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useChange } from '../use-change.ts'

/** What a conversation can be about, and the words that tell. */
export function TopicForm(props: { stored: RoutingTopic | undefined; onDone: () => void }) {
  const { stored, onDone } = props
  const { t } = useTranslation('routing')
  const [draft, setDraft] = useState<RoutingTopicRequest>({
    name: stored?.name ?? '',
    words: stored?.words ?? [],
  })
  const save = useChange((asked: RoutingTopicRequest) =>
    stored === undefined
      ? api('POST', '/api/routing/topics', asked)
      : api('PATCH', `/api/routing/topics/${stored.id}`, asked),
  )
  const remove = useChange(() => api('DELETE', `/api/routing/topics/${stored?.id ?? ''}`))
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate({ ...draft, name: draft.name.trim() }, { onSuccess: onDone })
      }}
    >
      <Stack>
        <TextInput
          data-autofocus
          label={t('topics.name')}
          maxLength={80}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        <TagsInput
          label={t('topics.words')}
          description={t('topics.wordsHint')}
          value={draft.words}
          onChange={(words) => setDraft({ ...draft, words })}
        />
        <Group justify="space-between">
          {stored === undefined ? (
            <span />
          ) : (
            <Button
              variant="subtle"
              color="red"
              onClick={() => remove.mutate(undefined, { onSuccess: onDone })}
            >
              {t('common.remove')}
            </Button>
          )}
          <Button type="submit" loading={save.isPending} disabled={draft.name.trim() === ''}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
