import { useQuery } from '@tanstack/react-query'
import { EditEngine } from './EditEngine.tsx'
import { EngineList } from './EngineList.tsx'
import { NewEngine } from './NewEngine.tsx'
import { enginesQuery } from './queries.ts'

/** The engines in their order, and below its address one of them or a new one. */
export function EnginesPage({ item }: { item: string | undefined }) {
  const { data: list } = useQuery(enginesQuery)
  if (list === undefined) return null
  if (item === undefined) return <EngineList list={list} />
  if (item === 'new') return <NewEngine makes={list.makes} />
  const engine = list.engines.find(({ id }) => id === item)
  const make = list.makes.find((one) => one.make === engine?.make)
  if (engine === undefined || make === undefined) return <EngineList list={list} />
  const others = list.engines.filter(({ id, isOn }) => isOn && id !== engine.id)
  return <EditEngine key={engine.id} engine={engine} others={others} make={make} />
}
