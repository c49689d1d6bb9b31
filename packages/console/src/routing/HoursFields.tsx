import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core'
import type { OpeningHours, OpenSpan } from '@parley/protocol/rest/routing'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/index.ts'
import { placeKey } from '../ui/place-key.ts'
import styles from './HoursFields.module.css'

const timeZones = Intl.supportedValuesOf('timeZone')
/** Monday first, as weeks are read in most places; the contract begins with Sunday. */
const weekdays = [1, 2, 3, 4, 5, 6, 0]
const workday: OpenSpan = { from: '09:00', to: '18:00' }

/** Hours to begin with: workdays from nine to six, where the person is. */
export function ordinaryHours(): OpeningHours {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return {
    timeZone,
    week: Array.from({ length: 7 }, (_, day) => (day === 0 || day === 6 ? [] : [workday])),
    holidays: [],
  }
}

function dayName(day: number): string {
  // The fourth of January 1970 was a Sunday.
  const at = Date.UTC(1970, 0, 4 + day)
  return new Intl.DateTimeFormat(currentLocale(), { weekday: 'long', timeZone: 'UTC' }).format(at)
}

/** When somebody is there: the week, and the days that are otherwise. */
export function HoursFields(props: {
  hours: OpeningHours
  onChange: (hours: OpeningHours) => void
}) {
  const { hours, onChange } = props
  const { t } = useTranslation('routing')
  const setDay = (day: number, spans: OpenSpan[]) =>
    onChange({ ...hours, week: hours.week.with(day, spans) })
  return (
    <Stack gap="sm">
      <Autocomplete
        label={t('hours.timeZone')}
        data={timeZones}
        limit={30}
        value={hours.timeZone}
        onChange={(timeZone) => onChange({ ...hours, timeZone })}
      />
      {weekdays.map((day) => (
        <DayFields
          key={day}
          name={dayName(day)}
          spans={hours.week[day] ?? []}
          onChange={(spans) => setDay(day, spans)}
        />
      ))}
      <Text fw={500} size="sm" mt="xs">
        {t('hours.holidays')}
      </Text>
      {hours.holidays.map((holiday, at) => {
        const set = (change: Partial<typeof holiday>) =>
          onChange({ ...hours, holidays: hours.holidays.with(at, { ...holiday, ...change }) })
        return (
          <Group key={placeKey(at)} gap="xs" align="end">
            <TextInput
              type="date"
              label={t('hours.date')}
              value={holiday.date}
              onChange={(event) => set({ date: event.currentTarget.value })}
            />
            <TextInput
              flex={1}
              label={t('hours.holidayName')}
              maxLength={80}
              value={holiday.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <Switch
              mb={8}
              label={t('hours.isOpen')}
              checked={holiday.spans.length > 0}
              onChange={(event) => set({ spans: event.currentTarget.checked ? [workday] : [] })}
            />
            <ActionIcon
              mb={4}
              variant="subtle"
              color="gray"
              aria-label={t('hours.removeHoliday', { name: holiday.name || holiday.date })}
              onClick={() => onChange({ ...hours, holidays: hours.holidays.toSpliced(at, 1) })}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </Group>
        )
      })}
      <Button
        variant="default"
        size="xs"
        w="fit-content"
        leftSection={<IconPlus size={16} />}
        onClick={() => {
          const date = new Date().toISOString().slice(0, 10)
          onChange({ ...hours, holidays: [...hours.holidays, { date, name: '', spans: [] }] })
        }}
      >
        {t('hours.addHoliday')}
      </Button>
    </Stack>
  )
}

function DayFields(props: {
  name: string
  spans: readonly OpenSpan[]
  onChange: (spans: OpenSpan[]) => void
}) {
  const { name, spans, onChange } = props
  const { t } = useTranslation('routing')
  return (
    <div className={styles.day}>
      <Switch
        label={name}
        checked={spans.length > 0}
        onChange={(event) => onChange(event.currentTarget.checked ? [workday] : [])}
      />
      <div className={styles.spans}>
        {spans.length === 0 && <span>{t('hours.closed')}</span>}
        {spans.map((span, at) => {
          const set = (change: Partial<OpenSpan>) =>
            onChange([...spans].with(at, { ...span, ...change }))
          return (
            <Group key={placeKey(at)} gap={6} wrap="nowrap">
              <TextInput
                type="time"
                aria-label={t('hours.from', { day: name })}
                value={span.from}
                onChange={(event) => set({ from: event.currentTarget.value })}
              />
              <span aria-hidden="true">–</span>
              <TextInput
                type="time"
                aria-label={t('hours.to', { day: name })}
                value={span.to === '24:00' ? '00:00' : span.to}
                onChange={(event) => {
                  const { value } = event.currentTarget
                  set({ to: value === '00:00' ? '24:00' : value })
                }}
              />
              {spans.length > 1 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('hours.removeSpan', { day: name })}
                  onClick={() => onChange([...spans].toSpliced(at, 1))}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </Group>
          )
        })}
        {spans.length > 0 && spans.length < 6 && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('hours.addSpan', { day: name })}
            onClick={() => onChange([...spans, { from: '19:00', to: '21:00' }])}
          >
            <IconPlus size={16} />
          </ActionIcon>
        )}
      </div>
    </div>
  )
}
