import { Checkbox, Group, NumberInput, Stack, Switch } from '@mantine/core'
import type { ChannelFiles, FileKindWord } from '@parley/protocol/rest'
import { useTranslation } from 'react-i18next'

const kinds: readonly FileKindWord[] = ['image', 'audio', 'video', 'document', 'other']

const MEGABYTE = 1_000_000

/** Which files a channel's visitors may send. */
export function FilesFields(props: {
  files: ChannelFiles
  onChange: (files: ChannelFiles) => void
}) {
  const { files, onChange } = props
  const { t } = useTranslation()
  return (
    <Stack>
      <Switch
        label={t('files.isOn')}
        checked={files.isOn}
        onChange={(event) => onChange({ ...files, isOn: event.currentTarget.checked })}
      />
      {files.isOn && (
        <>
          <NumberInput
            label={t('files.sizeMax')}
            maw={200}
            min={1}
            max={1_073}
            allowDecimal={false}
            clampBehavior="strict"
            value={Math.max(1, Math.round(files.sizeMax / MEGABYTE))}
            onChange={(megabytes) => {
              if (typeof megabytes !== 'number' || megabytes < 1) return
              onChange({ ...files, sizeMax: megabytes * MEGABYTE })
            }}
          />
          <Checkbox.Group
            label={t('files.kinds')}
            value={files.kinds}
            onChange={(chosen) =>
              onChange({ ...files, kinds: kinds.filter((kind) => chosen.includes(kind)) })
            }
          >
            <Group mt={6}>
              {kinds.map((kind) => (
                <Checkbox key={kind} value={kind} label={t(`files.kind.${kind}`)} />
              ))}
            </Group>
          </Checkbox.Group>
        </>
      )}
    </Stack>
  )
}
