import { useQuery } from '@tanstack/react-query'
import { assistantQuery } from '../assistant/queries.ts'
import { Avatar } from '../ui/Avatar.tsx'

/** The assistant's picture beside its name, as visitors see it. */
export function AssistantFace({ name }: { name: string }) {
  const { data } = useQuery({ ...assistantQuery, staleTime: Number.POSITIVE_INFINITY })
  return <Avatar name={name} id="assistant" picture={data?.avatar ?? ''} size={18} />
}
