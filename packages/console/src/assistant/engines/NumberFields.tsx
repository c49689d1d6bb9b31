import { NumberInput, SimpleGrid, Text } from '@mantine/core'
import { digitsOf, kept, shown } from './draft.ts'

/** Numbers by name; an empty one is left out. */
export function NumberFields(props: {
  hint?: string
  fields: readonly (readonly [name: string, label: string])[]
  values: Record<string, number>
  onChange: (values: Record<string, number>) => void
}) {
  const { hint, fields, values, onChange } = props
  return (
    <>
      {hint !== undefined && (
        <Text size="xs" c="dimmed" mb="xs">
          {hint}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} mb="md" verticalSpacing="xs">
        {fields.map(([name, label]) => (
          <NumberInput
            key={name}
            label={label}
            min={0}
            decimalScale={digitsOf(name)}
            value={shown(name, values[name])}
            onChange={(value) => {
              const { [name]: _, ...others } = values
              onChange(
                typeof value === 'number' ? { ...others, [name]: kept(name, value) } : others,
              )
            }}
          />
        ))}
      </SimpleGrid>
    </>
  )
}
