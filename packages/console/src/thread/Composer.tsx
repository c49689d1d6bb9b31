import { ActionIcon, Button, Textarea } from '@mantine/core'
import { filesOf } from '@parley/browser/files'
import { type Conversation, ConversationStatus, TEXT_LENGTH_MAX } from '@parley/protocol'
import { IconLock, IconMessage, IconPaperclip, IconSend2 } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesk } from '../app/desk.tsx'
import { useLive } from '../connection/LiveContext.tsx'
import { reportDone } from '../ui/report.ts'
import styles from './Composer.module.css'
import { CopilotMenu, CopilotPanel, useCopilot } from './Copilot.tsx'
import { keepDraft, readDraft } from './drafts.ts'
import { EmojiPicker } from './EmojiPicker.tsx'
import { usePrepareReply, useSendFiles } from './send-files.ts'

/** From here on the counter shows. */
const COUNT_FROM = TEXT_LENGTH_MAX - 500

/**
 * Where an agent writes: a reply, or a note for the team. A reply to a conversation that nobody
 * has takes it, a reply to a resolved one reopens it.
 */
export function Composer({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const { outbox, typing, me } = useLive()
  const { composing, compose, attachTurn } = useDesk()
  const { id, agentId, agentName, status } = conversation
  const prepareReply = usePrepareReply(conversation)
  const sendFiles = useSendFiles(conversation)
  const { kind, turn } = composing
  const [text, setText] = useState(() => readDraft(id, kind))
  const [isBusy, setBusy] = useState(false)
  const copilot = useCopilot(id)
  const field = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const answeredTurn = useRef(attachTurn)
  const isNote = kind === 'note'
  const isResolved = status === ConversationStatus.RESOLVED

  useEffect(() => setText(readDraft(id, kind)), [id, kind])

  // Not on a phone: there the keyboard would cover what one wants to read first.
  useEffect(() => {
    if (turn > 0 || matchMedia('(hover: hover)').matches) field.current?.focus()
  }, [turn])

  useEffect(() => {
    if (attachTurn === answeredTurn.current) return
    answeredTurn.current = attachTurn
    if (isNote) reportDone(t('files.notInNotes'))
    else chooser.current?.click()
  }, [attachTurn, isNote, t])

  useEffect(() => () => typing.stop(), [typing])

  function change(next: string): void {
    setText(next)
    keepDraft(id, kind, next)
    if (!isNote) typing.typed(id, next)
  }

  const excess = text.length - TEXT_LENGTH_MAX
  const canSend = text.trim() !== '' && excess <= 0 && !isBusy

  async function send(): Promise<void> {
    if (!canSend) return
    setBusy(true)
    const isReady = isNote || (await prepareReply())
    setBusy(false)
    field.current?.focus()
    if (!isReady) return
    outbox.post({ conversationId: id, kind, text: text.trim() })
    setText('')
    keepDraft(id, kind, '')
    typing.stop()
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key === 'Escape') {
      // Then the copilot is given up first.
      if (!copilot.ask.isPending) field.current?.blur()
      return
    }
    // 229 is what some input methods report while they compose.
    const { isComposing, keyCode } = event.nativeEvent
    if (event.key !== 'Enter' || event.shiftKey || isComposing || keyCode === 229) return
    event.preventDefault()
    void send()
  }

  function insert(sign: string): void {
    const area = field.current
    const [start, end] = [area?.selectionStart ?? text.length, area?.selectionEnd ?? text.length]
    change(text.slice(0, start) + sign + text.slice(end))
    requestAnimationFrame(() => {
      area?.focus()
      area?.setSelectionRange(start + sign.length, start + sign.length)
    })
  }

  const placeholder = isNote
    ? t('composer.writeNote')
    : isResolved
      ? t('composer.writeAndReopen')
      : agentId === ''
        ? t('composer.writeAndTake')
        : agentId === me.agent.id
          ? t('composer.writeReply')
          : t('composer.writeForOther', { name: agentName })

  return (
    <form
      className={styles.composer}
      data-note={isNote || undefined}
      onKeyDown={({ key }) => {
        if (key === 'Escape') copilot.cancel()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <div className={styles.kinds} role="group" aria-label={t('composer.kind')}>
        <button type="button" aria-pressed={!isNote} onClick={() => compose('text')}>
          <IconMessage size={15} aria-hidden="true" />
          {t('composer.reply')}
        </button>
        <button type="button" aria-pressed={isNote} onClick={() => compose('note')}>
          <IconLock size={15} aria-hidden="true" />
          {t('composer.note')}
        </button>
      </div>
      {copilot.shown !== undefined && (
        <CopilotPanel
          {...copilot.shown}
          onUse={(next) => {
            change(next)
            copilot.dismiss()
            field.current?.focus()
          }}
          onDismiss={() => {
            copilot.dismiss()
            field.current?.focus()
          }}
        />
      )}
      <Textarea
        ref={field}
        variant="unstyled"
        autosize
        minRows={2}
        maxRows={10}
        value={text}
        readOnly={isBusy}
        placeholder={placeholder}
        aria-label={isNote ? t('composer.note') : t('composer.reply')}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const files = filesOf(event.clipboardData)
          if (files.length === 0) return
          event.preventDefault()
          void sendFiles(files)
        }}
        onBlur={() => typing.stop()}
      />
      <div className={styles.foot}>
        <EmojiPicker onPick={insert} />
        <CopilotMenu
          text={text}
          isBusy={copilot.ask.isPending}
          onAsk={(task) => copilot.ask.mutate({ task, text })}
        />
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          onChange={({ currentTarget }) => {
            void sendFiles([...(currentTarget.files ?? [])])
            currentTarget.value = ''
          }}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={t('command.attach')}
          title={isNote ? t('files.notInNotes') : t('command.attach')}
          disabled={isNote}
          onClick={() => chooser.current?.click()}
        >
          <IconPaperclip size={19} />
        </ActionIcon>
        <span className={styles.hint} role="status" data-over={excess > 0 || undefined}>
          {excess > 0
            ? t('composer.over', { count: excess })
            : text.length > COUNT_FROM
              ? t('composer.left', { count: -excess })
              : ''}
        </span>
        <span className={styles.keys}>{t('composer.hint')}</span>
        <Button
          className={styles.wide}
          type="submit"
          size="xs"
          color={isNote ? '#7a5a00' : 'leaf'}
          leftSection={<IconSend2 size={16} />}
          disabled={!canSend}
        >
          {isNote ? t('composer.addNote') : t('composer.send')}
        </Button>
        <ActionIcon
          className={styles.narrow}
          type="submit"
          size={36}
          radius="xl"
          color={isNote ? '#7a5a00' : 'leaf'}
          aria-label={isNote ? t('composer.addNote') : t('composer.send')}
          disabled={!canSend}
        >
          <IconSend2 size={19} />
        </ActionIcon>
      </div>
    </form>
  )
}
