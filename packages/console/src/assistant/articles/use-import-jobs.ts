import type { BulkImport, ImportOutcome } from '@parley/protocol/rest/knowledge'
import { useRef, useState } from 'react'
import { queryClient } from '../../app/queries.ts'
import { upload } from '../../app/upload.ts'
import { errorText } from '../../ui/report.ts'
import { finished, type ImportChoice, type ImportJob, importAddress } from './import-jobs.ts'

/** Takes files over one after the other; what becomes of each stays in the list. */
export function useImportJobs() {
  const [jobs, setJobs] = useState<ImportJob[]>([])
  const line = useRef(Promise.resolve())
  const lastId = useRef(0)

  function change(id: number, next: (job: ImportJob) => ImportJob): void {
    setJobs((now) => now.map((job) => (job.id === id ? next(job) : job)))
  }

  async function run(id: number, file: File, choice: ImportChoice): Promise<void> {
    try {
      const answer = await upload<ImportOutcome | BulkImport>(
        importAddress(file.name, choice),
        file,
        (share) =>
          change(id, (job) => ({ ...job, share, state: share < 1 ? 'sending' : 'reading' })),
      )
      change(id, (job) => finished(job, answer))
    } catch (error) {
      change(id, (job) => ({ ...job, state: 'failed', problem: errorText(error) }))
    }
    void queryClient.invalidateQueries({ queryKey: ['articles'] })
  }

  return {
    jobs,
    add(files: readonly File[], choice: ImportChoice): void {
      for (const file of files) {
        lastId.current += 1
        const id = lastId.current
        const { name } = file
        setJobs((now) => [
          ...now,
          { id, name, state: 'waiting', share: 0, result: null, problem: '' },
        ])
        line.current = line.current.then(() => run(id, file, choice))
      }
    },
  }
}
