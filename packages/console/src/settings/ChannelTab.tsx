import {
  Anchor,
  Button,
  ColorInput,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Tabs,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { Channel, ChannelChange, ChannelTexts, Locale } from '@parley/protocol/rest'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { channelsQuery, queryClient } from '../app/queries.ts'
import { currentLocale } from '../i18n/index.ts'
import { languages } from '../people/languages.ts'
import { reportDone, reportError } from '../ui/report.ts'
import styles from './ChannelTab.module.css'
import { CopyLine } from './CopyLine.tsx'
import { FilesFields } from './FilesFields.tsx'
import { useIsAdmin } from './is-admin.ts'
import { Section } from './Section.tsx'
import { SignedVisitors } from './SignedVisitors.tsx'
import { WidgetPreview } from './WidgetPreview.tsx'

/** Host, with a port or a leading "*." if wanted; as the server checks it. */
const domainPattern = /^(\*\.)?[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*(:\d{1,5})?$/

/** Everything about one channel: how to install it, how it looks, what it says, who may carry it. */
export function ChannelTab() {
  const { t } = useTranslation()
  const { channelId } = useParams({ strict: false })
  const { data: channels } = useQuery(channelsQuery)
  const channel = channels?.find(({ id }) => id === channelId)
  return (
    <>
      <Anchor size="sm" renderRoot={(props) => <Link to="/settings/channels" {...props} />}>
        ← {t('settings.channelsTab.back')}
      </Anchor>
      {channels !== undefined && channel === undefined && <p>{t('app.notFound')}</p>}
      {channel !== undefined && <ChannelForm key={channel.id} channel={channel} />}
    </>
  )
}

function ChannelForm({ channel }: { channel: Channel }) {
  const { t } = useTranslation()
  const isAdmin = useIsAdmin()
  const [draft, setDraft] = useState(channel)
  const set = (change: ChannelChange) => setDraft((now) => ({ ...now, ...change }))
  const save = useMutation({
    mutationFn: () => {
      const { id: _id, kind: _kind, createdAt: _createdAt, ...change } = draft
      return api<Channel>('PATCH', `/api/channels/${channel.id}`, change)
    },
    async onSuccess(saved) {
      setDraft(saved)
      await queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey })
      reportDone(t('settings.saved'))
    },
    onError: reportError,
  })
  const wrongDomain = draft.allowedDomains.find((domain) => !domainPattern.test(domain))
  const isColorWrong = !/^#[0-9a-fA-F]{6}$/.test(draft.color)
  const snippet = `<script async src="${location.origin}/parley.js" data-channel="${channel.id}"></script>`

  return (
    <form
      className={styles.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <fieldset disabled={!isAdmin} className={styles.fields}>
        <Section title={channel.name}>
          <TextInput
            label={t('settings.channelsTab.name')}
            description={t('settings.channelsTab.nameHint')}
            required
            withAsterisk={false}
            maxLength={80}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
        </Section>
        <Section
          title={t('settings.channelsTab.install')}
          hint={t('settings.channelsTab.installHint')}
        >
          <CopyLine text={snippet} label={t('settings.channelsTab.install')} />
        </Section>
        <Section title={t('settings.channelsTab.look')}>
          <Stack>
            <ColorInput
              label={t('settings.channelsTab.color')}
              value={draft.color}
              withEyeDropper={false}
              error={isColorWrong ? t('settings.channelsTab.colorWrong') : undefined}
              onChange={(color) => set({ color })}
              swatches={[
                '#0f766e',
                '#2f6f5e',
                '#1d4ed8',
                '#6d28d9',
                '#b91c1c',
                '#c2410c',
                '#111827',
              ]}
            />
            <Choice
              label={t('settings.channelsTab.position')}
              value={draft.position}
              onChange={(position) => set({ position })}
              options={[
                ['right', t('settings.channelsTab.right')],
                ['left', t('settings.channelsTab.left')],
              ]}
            />
            <Choice
              label={t('settings.channelsTab.scheme')}
              value={draft.colorScheme}
              onChange={(colorScheme) => set({ colorScheme })}
              options={[
                ['auto', t('settings.channelsTab.schemeAuto')],
                ['light', t('settings.profileTab.light')],
                ['dark', t('settings.profileTab.dark')],
              ]}
            />
            <Select
              label={t('settings.channelsTab.locale')}
              data={[{ value: 'auto', label: t('settings.channelsTab.localeAuto') }, ...languages]}
              value={draft.locale}
              allowDeselect={false}
              onChange={(locale) => locale !== null && set({ locale: locale as Channel['locale'] })}
            />
          </Stack>
        </Section>
        <Section title={t('settings.channelsTab.texts')} hint={t('settings.channelsTab.textsHint')}>
          <Tabs defaultValue={currentLocale()}>
            <Tabs.List mb="sm">
              {languages.map(({ value, label }) => (
                <Tabs.Tab key={value} value={value}>
                  {label}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {languages.map(({ value }) => (
              <Tabs.Panel key={value} value={value}>
                <TextFields
                  texts={draft.texts[value]}
                  onChange={(texts) => set({ texts: { ...draft.texts, [value]: texts } })}
                />
              </Tabs.Panel>
            ))}
          </Tabs>
        </Section>
        <Section title={t('files.title')} hint={t('files.hint')}>
          <FilesFields files={draft.files} onChange={(files) => set({ files })} />
        </Section>
        <Section
          title={t('settings.channelsTab.domains')}
          hint={t('settings.channelsTab.domainsHint')}
        >
          <TagsInput
            aria-label={t('settings.channelsTab.domains')}
            value={draft.allowedDomains}
            maxTags={50}
            acceptValueOnBlur
            splitChars={[',', ' ', '，']}
            error={
              wrongDomain === undefined
                ? undefined
                : t('settings.channelsTab.domainWrong', { domain: wrongDomain })
            }
            onChange={(allowedDomains) => set({ allowedDomains })}
          />
        </Section>
        {isAdmin && <SignedVisitors channelId={channel.id} />}
        {isAdmin ? (
          <Group className={styles.save} data-changed={draft !== channel || undefined}>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={wrongDomain !== undefined || isColorWrong || draft === channel}
            >
              {t('settings.save')}
            </Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            {t('settings.agentsTab.adminsOnly')}
          </Text>
        )}
      </fieldset>
      <WidgetPreview channel={draft} locale={previewLocale(draft)} />
    </form>
  )
}

function previewLocale({ locale }: Channel): Locale {
  return locale === 'auto' ? currentLocale() : locale
}

function Choice<Value extends string>(props: {
  label: string
  value: Value
  options: [Value, string][]
  onChange: (value: Value) => void
}) {
  const { label, value, options, onChange } = props
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {label}
      </Text>
      <SegmentedControl
        aria-label={label}
        value={value}
        onChange={onChange}
        data={options.map(([one, word]) => ({ value: one, label: word }))}
      />
    </div>
  )
}

function TextFields(props: { texts: ChannelTexts; onChange: (texts: ChannelTexts) => void }) {
  const { texts, onChange } = props
  const { t } = useTranslation()
  return (
    <Stack>
      <TextInput
        label={t('settings.channelsTab.title')}
        maxLength={60}
        value={texts.title}
        onChange={(event) => onChange({ ...texts, title: event.currentTarget.value })}
      />
      <Textarea
        label={t('settings.channelsTab.greeting')}
        maxLength={300}
        autosize
        minRows={2}
        value={texts.greeting}
        onChange={(event) => onChange({ ...texts, greeting: event.currentTarget.value })}
      />
      <Textarea
        label={t('settings.channelsTab.awayGreeting')}
        maxLength={300}
        autosize
        minRows={2}
        value={texts.awayGreeting}
        onChange={(event) => onChange({ ...texts, awayGreeting: event.currentTarget.value })}
      />
    </Stack>
  )
}
