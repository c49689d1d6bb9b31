import { readdir, readFile } from 'node:fs/promises'
import type { GoldenRequest } from '@parley/protocol/rest/learning'
import type { AssistantRoom } from '../assistant/index.ts'
import type { Author, Knowledge } from '../knowledge/index.ts'
import { demoKnowledgeFolder as folder } from '../release.ts'

/** Brings the demo shop's questions, documents and graph in, all published. */
export async function seedKnowledge(knowledge: Knowledge, author: Author): Promise<void> {
  for (const locale of ['zh-CN', 'en'] as const) {
    const bytes = await readFile(new URL(`faq.${locale}.json`, folder))
    await knowledge.importFaq(author, { format: 'json', bytes, isPublished: true })
  }
  for (const name of (await readdir(new URL('documents/', folder))).sort()) {
    await knowledge.importDocument(author, {
      name,
      bytes: await readFile(new URL(`documents/${name}`, folder)),
      locale: name.includes('.zh-CN.') ? 'zh-CN' : 'en',
      isPublished: true,
    })
  }
  const graph = await readFile(new URL('graph.json', folder))
  await knowledge.graph.import(author, 'json', graph, 'demo')
}

/** Gives the demo's assistant what every change of it must still answer. */
export async function seedGolden(
  { learning: { golden } }: Pick<AssistantRoom, 'learning'>,
  workspaceId: string,
): Promise<void> {
  const text = await readFile(new URL('golden.json', folder), 'utf8')
  const requests: GoldenRequest[] = JSON.parse(text)
  // The newest comes first in the list.
  for (const request of requests.reverse()) await golden.add(workspaceId, request)
}
