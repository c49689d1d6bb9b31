import { EntityList } from './EntityList.tsx'
import { EntityPage, NewEntity } from './EntityPage.tsx'
import { GraphImport } from './GraphImport.tsx'
import { LivePage } from './LivePage.tsx'
import { entityKeyOf } from './queries.ts'

/** The knowledge graph: its entities, and below its address one of them, imports and live facts. */
export function GraphPage({ item }: { item: string | undefined }) {
  const key = item === undefined ? undefined : entityKeyOf(item)
  if (key !== undefined) return <EntityPage key={key} entityKey={key} />
  if (item === 'new') return <NewEntity />
  if (item === 'import') return <GraphImport />
  if (item === 'live') return <LivePage />
  return <EntityList />
}
