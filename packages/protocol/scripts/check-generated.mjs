// Fails when src/generated is not what the .proto files give: generates into a temporary folder
// and compares, so that the work tree stays as it is.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const fresh = mkdtempSync(join(tmpdir(), 'parley-generated-'))
try {
  execFileSync('buf', ['generate', '--output', fresh], { stdio: 'inherit' })
  const read = (folder) =>
    readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => `${name}\n${readFileSync(join(folder, name), 'utf8')}`)
      .join('\n')
  if (read(join(fresh, 'src/generated')) !== read('src/generated')) {
    console.error('src/generated has drifted from proto/: run "npm run generate" and commit it.')
    process.exitCode = 1
  }
} finally {
  rmSync(fresh, { recursive: true, force: true })
}
