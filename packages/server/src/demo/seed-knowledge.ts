import { readdir, readFile } from 'node:fs/promises'
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
