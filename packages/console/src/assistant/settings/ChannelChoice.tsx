import { Checkbox, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { channelsQuery } from '../../app/queries.ts'

/** In which channels the assistant answers first; new channels are among them. */
export function ChannelChoice(props: { except: string[]; onChange: (except: string[]) => void }) {
  const { except, onChange } = props
  const { t } = useTranslation('assistant')
  const { data: channels = [] } = useQuery(channelsQuery)
  const ids = channels.map(({ id }) => id)
  return (
    <Checkbox.Group
      label={t('settings.channels')}
      description={t('settings.channelsHint')}
      value={ids.filter((id) => !except.includes(id))}
      onChange={(chosen) => onChange(ids.filter((id) => !chosen.includes(id)))}
    >
      <Stack gap={8} mt={8}>
        {channels.map(({ id, name }) => (
          <Checkbox key={id} value={id} label={name} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
