import assert from 'node:assert/strict'
import { it } from 'node:test'
import { finished, type ImportJob, importAddress, kindOfFile } from './import-jobs.ts'

const choice = { locale: 'zh-CN', audience: 'agents', isPublished: true } as const
const job: ImportJob = {
  id: 1,
  name: 'a.pdf',
  state: 'reading',
  share: 1,
  result: null,
  problem: '',
}

it('takes tables for questions and all else for documents', () => {
  const kinds = ['a.CSV', 'b.json', 'c.docx', 'csv', 'd.csv.pdf'].map(kindOfFile)
  assert.deepEqual(kinds, ['faq', 'faq', 'document', 'document', 'document'])
})

it('sends each file where it belongs, with its name in one piece', () => {
  assert.equal(
    importAddress('退货 & more.pdf', choice),
    '/api/knowledge/documents?name=%E9%80%80%E8%B4%A7+%26+more.pdf&locale=zh-CN&audience=agents&isPublished=true',
  )
  assert.equal(
    importAddress('q.json', choice),
    '/api/knowledge/faq?format=json&locale=zh-CN&isPublished=true',
  )
})

it('tells a file that was read from one that could not be', () => {
  const outcome = { name: 'a.pdf', outcome: 'created', articleId: 'x', problem: '' } as const
  assert.equal(finished(job, outcome).state, 'done')
  const failed = finished(job, { ...outcome, outcome: 'failed', problem: 'It has no text.' })
  assert.deepEqual([failed.state, failed.problem], ['failed', 'It has no text.'])
  const counts = { created: 2, changed: 0, unchanged: 1 }
  assert.deepEqual(finished(job, counts).result, { kind: 'faq', counts })
})
