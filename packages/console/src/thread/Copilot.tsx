import { ActionIcon, Button, Group, Loader, Menu, Text } from '@mantine/core'
import { Refusal } from '@parley/protocol'
import type { CopilotHelp, CopilotRequest, CopilotState } from '@parley/protocol/rest/copilot'
import { IconSparkles } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { useDesk } from '../app/desk.tsx'
import { reportDone, reportError } from '../ui/report.ts'
import styles from './Copilot.module.css'

type Task = CopilotRequest['task']

/** Tasks that change what stands in the composer. */
const ofDraft: readonly Task[] = ['shorter', 'friendlier', 'formal', 'translate']
const ofConversation: readonly Task[] = ['reply', 'summary', 'translate_contact']
/** What works without an engine. */
const plain: readonly Task[] = ['reply', 'summary']
/** What is for the agent to read, not to send. */
const forReading: readonly Task[] = ['summary', 'translate_contact']

/** What the copilot was asked, and what it says. Nothing is sent before the agent sends it. */
export function useCopilot(conversationId: string) {
  const [shown, setShown] = useState<{ task: Task; help: CopilotHelp } | undefined>(undefined)
  const { t } = useTranslation()
  const asking = useRef<AbortController>(undefined)
  const report = (error: unknown) => {
    const reason = error instanceof Refusal ? error.reason : undefined
    if (reason === 'not_found') reportDone(t('copilot.nothing'))
    else if (reason === 'overloaded') reportDone(t('copilot.failed'))
    else reportError(error)
  }
  const ask = useMutation({
    async mutationFn({ task, text }: { task: Task; text: string }) {
      asking.current?.abort()
      const controller = new AbortController()
      asking.current = controller
      const { signal } = controller
      const question = { conversationId, task, ...(ofDraft.includes(task) ? { text } : {}) }
      try {
        const help = await api<CopilotHelp>('POST', '/api/copilot', question, signal)
        if (!signal.aborted) setShown({ task, help })
      } catch (error) {
        // What was given up needs no report.
        if (!signal.aborted) report(error)
      }
    },
  })
  return {
    shown,
    ask,
    cancel: () => asking.current?.abort(),
    dismiss: () => setShown(undefined),
  }
}

/** The menu of what the copilot can do. */
export function CopilotMenu(props: { text: string; isBusy: boolean; onAsk: (task: Task) => void }) {
  const { text, isBusy, onAsk } = props
  const { t } = useTranslation()
  const { data } = useQuery({
    queryKey: ['copilot'],
    queryFn: () => api<CopilotState>('GET', '/api/copilot'),
  })
  const hasEngine = data?.hasEngine === true
  const { copilotTurn } = useDesk()
  const answeredTurn = useRef(copilotTurn)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    if (copilotTurn === answeredTurn.current) return
    answeredTurn.current = copilotTurn
    setOpen(true)
  }, [copilotTurn])
  const item = (task: Task, isPossible: boolean) => (
    <Menu.Item key={task} disabled={!isPossible} onClick={() => onAsk(task)}>
      {t(`copilot.${task}`)}
    </Menu.Item>
  )
  return (
    <Menu position="top-start" width={260} shadow="md" opened={isOpen} onChange={setOpen}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={t('copilot.label')}
          title={t('copilot.label')}
        >
          {isBusy ? <Loader size={16} /> : <IconSparkles size={19} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {ofConversation.map((task) => item(task, hasEngine || plain.includes(task)))}
        <Menu.Label>{t('copilot.draft')}</Menu.Label>
        {ofDraft.map((task) => item(task, hasEngine && text.trim() !== ''))}
        {!hasEngine && <Menu.Label>{t('copilot.needsEngine')}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  )
}

/** What it says, to be taken or left. */
export function CopilotPanel(props: {
  task: Task
  help: CopilotHelp
  onUse: (text: string) => void
  onDismiss: () => void
}) {
  const { task, help, onUse, onDismiss } = props
  const { t } = useTranslation()
  return (
    <section
      className={styles.panel}
      aria-label={t(`copilot.${task}`)}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Escape') onDismiss()
      }}
    >
      <Text size="xs" fw={600} c="dimmed">
        {t(`copilot.${task}`)}
      </Text>
      <p role="status">{help.text}</p>
      {help.citations.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('copilot.from', { titles: help.citations.map(({ title }) => title).join(' · ') })}
        </Text>
      )}
      {help.citations.some(({ isInternal }) => isInternal) && (
        <Text size="xs" fw={600} className={styles.internal}>
          {t('copilot.internal')}
        </Text>
      )}
      <Group gap="xs" mt={6}>
        {!forReading.includes(task) && (
          <Button size="compact-sm" autoFocus onClick={() => onUse(help.text)}>
            {t('copilot.use')}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onDismiss}>
          {t('copilot.dismiss')}
        </Button>
      </Group>
    </section>
  )
}
