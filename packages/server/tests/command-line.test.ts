import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { programs, startProcess } from './_harness/process.ts'
import { openVisitor } from './_harness/raw-client.ts'
import { startServer } from './_harness/server.ts'
import { hireStaff, signInStaff } from './_harness/staff.ts'
import { temporaryFolder } from './_harness/temporary-folder.ts'
import { createUploader, textFile } from './_harness/uploads.ts'

const program = programs.fromSource

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** Runs one command to its end. */
function run(
  args: string[],
  folder: string,
  settings: Record<string, string> = {},
  node = process.execPath,
): Promise<Outcome> {
  const environment = Object.entries(process.env).filter(([name]) => !/^PARLEY_/.test(name))
  const env = { ...Object.fromEntries(environment), PARLEY_DATA_DIR: folder, ...settings }
  return new Promise((resolve) => {
    execFile(node, [program, ...args], { env, cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

describe('the configuration', () => {
  test('that is wrong names itself, what was found and what is allowed', async () => {
    await using folder = await temporaryFolder()
    const { code, stderr } = await run(['start'], folder.path, {
      PARLEY_PORT: '70000',
      PARLEY_LOG_LEVEL: 'loud',
      PARLEY_HOTS: '0.0.0.0',
    })
    assert.equal(code, 2)
    for (const part of [
      'PARLEY_PORT is "70000"; allowed is',
      'PARLEY_LOG_LEVEL is "loud"; allowed is',
      'PARLEY_HOTS is not a setting. Did you mean PARLEY_HOST?',
    ]) {
      assert.ok(stderr.includes(part), stderr)
    }
  })

  test('may stand in a file, and the environment wins', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'parley.config.json')
    await writeFile(file, JSON.stringify({ gateway: { heartbeatMs: 5 }, port: 0 }))
    const wrong = await run(['doctor'], folder.path)
    assert.equal(wrong.code, 2)
    assert.match(wrong.stderr, /"gateway\.heartbeatMs" in the file is 5; allowed is/)
    const right = await run(['migrate'], folder.path, { PARLEY_GATEWAY_HEARTBEAT_MS: '1000' })
    assert.equal(right.code, 0)
  })

  test('never shows a secret', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'parley.config.json'), '{"metricsToken": 12345678}')
    const { stderr } = await run(['doctor'], folder.path)
    assert.match(stderr, /metricsToken/)
    assert.ok(!stderr.includes('12345678'), stderr)
  })
})

describe('start', () => {
  test('needs nothing, prints where it is, and the owner’s link once', async () => {
    await using folder = await temporaryFolder()
    await using server = await startProcess('start', folder.path)
    const link = /Sign up as owner\s+(\S+)/.exec(server.output)?.[1] ?? ''
    assert.ok(link.startsWith(`${server.url}/console/join/`), server.output)
    const token = link.split('/').at(-1)
    const joined = await fetch(`${server.url}/api/invite-offers/${token}/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Ada', email: 'ada@a.example', password: 'a long password' }),
    })
    assert.equal(joined.status, 200)
    await server.stop()
    await server.start()
    assert.ok(!server.output.includes('Sign up as owner'), server.output)
  })

  test('refuses a folder that another process serves', async () => {
    await using folder = await temporaryFolder()
    await using server = await startProcess('start', folder.path)
    const { code, stderr, stdout } = await run(['start'], folder.path, { PARLEY_PORT: '0' })
    assert.equal(code, 1)
    assert.match(stderr + stdout, new RegExp(`${server.pid}`))
  })

  test('serves a folder once, however many start at the same moment', async () => {
    await using folder = await temporaryFolder()
    const started = await Promise.allSettled(
      Array.from({ length: 4 }, () => startProcess('start', folder.path)),
    )
    const serving = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    try {
      assert.equal(serving.length, 1)
      for (const one of started) {
        if (one.status === 'rejected') assert.match(String(one.reason), /Another Parley/)
      }
    } finally {
      for (const server of serving) await server.stop()
    }
  })

  test('takes the folder over from a process that was killed', async () => {
    await using folder = await temporaryFolder()
    await using server = await startProcess('start', folder.path)
    await server.kill()
    await server.start()
    assert.equal((await fetch(`${server.url}/livez`)).status, 200)
  })

  test('says which port is taken', async () => {
    await using folder = await temporaryFolder()
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    try {
      const { code, stderr, stdout } = await run(['start'], folder.path, {
        PARLEY_PORT: String(port),
      })
      assert.equal(code, 1)
      assert.match(stderr + stdout, new RegExp(`${port}`))
    } finally {
      other.close()
    }
  })
})

describe('admin', () => {
  test('gives somebody who is locked out a new password, and ends old sessions', async () => {
    await using folder = await temporaryFolder()
    const { emails } = await hireStaff(folder.path, 1)
    const [email = ''] = emails
    await using server = await startProcess('start', folder.path)
    const cookie = await signInStaff(server.url, email)
    // Beside the running server.
    const { code, stdout } = await run(['admin', '--email', email], folder.path)
    assert.equal(code, 0)
    const password = /signs in with: (\S+)/.exec(stdout)?.[1] ?? ''
    await assert.rejects(signInStaff(server.url, email))
    const signedIn = await fetch(`${server.url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    assert.equal(signedIn.status, 200)
    const before = await fetch(`${server.url}/api/me`, { headers: { cookie } })
    assert.equal(before.status, 401)
  })

  test('prints a link for a new owner, and says when nobody has the e-mail', async () => {
    await using folder = await temporaryFolder()
    const made = await run(['admin'], folder.path)
    assert.match(made.stdout, /Sign up as owner: http:\/\/127\.0\.0\.1:8080\/console\/join\/\S+/)
    const unknown = await run(['admin', '--email', 'nobody@a.example'], folder.path)
    assert.equal(unknown.code, 1)
    assert.match(unknown.stderr, /Nobody has the e-mail/)
  })
})

test('migrate brings a folder up to date, once', async () => {
  await using folder = await temporaryFolder()
  assert.match((await run(['migrate'], folder.path)).stdout, /applied 0001-foundation/)
  assert.match((await run(['migrate'], folder.path)).stdout, /up to date/)
})

describe('doctor', () => {
  test('finds a healthy deployment healthy, through its public address', async () => {
    await using folder = await temporaryFolder()
    await using server = await startProcess('start', folder.path)
    const { code, stdout } = await run(['doctor'], folder.path, { PARLEY_PUBLIC_URL: server.url })
    assert.equal(code, 0, stdout)
    assert.match(stdout, /ok +A Parley answers at/)
    assert.match(stdout, /ok +The WebSocket at \S+ answers\./)
    assert.match(stdout, /ok +The database opens/)
    assert.ok(!stdout.includes('fail'), stdout)
  })

  test('finds a proxy that passes no WebSocket, and says what to do', async () => {
    await using folder = await temporaryFolder()
    const proxy = createServer((_request, response) => response.end('{"status":"live"}'))
    proxy.listen(0, '127.0.0.1')
    await new Promise((resolve) => proxy.once('listening', resolve))
    const { port } = proxy.address() as AddressInfo
    try {
      const { code, stdout } = await run(['doctor'], folder.path, {
        PARLEY_PUBLIC_URL: `http://127.0.0.1:${port}`,
      })
      assert.equal(code, 1)
      assert.match(stdout, /fail +The WebSocket at \S+ does not work/)
      assert.match(stdout, /→ Let the proxy pass the Upgrade/)
    } finally {
      proxy.closeAllConnections()
      proxy.close()
    }
  })

  test('finds that a large file is missing from its place', async () => {
    await using folder = await temporaryFolder()
    {
      await using server = await startServer({ PARLEY_DATA_DIR: folder.path })
      const client = await openVisitor(server.url, server.channelId)
      await createUploader(client).upload(textFile('large', 100_000))
    }
    const whole = await run(['doctor'], folder.path, { PARLEY_PORT: '0' })
    assert.match(whole.stdout, /ok +The database of files opens/)
    assert.match(whole.stdout, /ok +Previews of pictures can be made/)
    const blobs = join(folder.path, 'files', 'blobs')
    await rm(blobs, { recursive: true })
    const { code, stdout } = await run(['doctor'], folder.path, { PARLEY_PORT: '0' })
    assert.equal(code, 1)
    assert.match(stdout, /fail +1 large files are missing/)
  })

  test('finds a folder that cannot be written and a database that is none', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'file'), '')
    const inFile = await run(['doctor'], folder.path, {
      PARLEY_DATA_DIR: join(folder.path, 'file', 'data'),
      PARLEY_PORT: '0',
    })
    assert.equal(inFile.code, 1)
    assert.match(inFile.stdout, /fail +The data folder/)
    await writeFile(join(folder.path, 'parley.db'), 'this is no database, whatever its name says')
    const broken = await run(['doctor'], folder.path, { PARLEY_PORT: '0' })
    assert.equal(broken.code, 1)
    assert.match(broken.stdout, /fail +The database cannot be read/)
  })
})

describe('the command line', () => {
  test('says what there is, and what it did not understand', async () => {
    await using folder = await temporaryFolder()
    const help = await run(['--help'], folder.path)
    for (const command of ['start', 'demo', 'migrate', 'admin', 'doctor']) {
      assert.match(help.stdout, new RegExp(`^ {2}${command} `, 'm'))
    }
    assert.match((await run(['--version'], folder.path)).stdout, /^\d+\.\d+\.\d+\n$/)
    for (const args of [['strat'], ['start', 'now'], ['start', '--fast']]) {
      const { code, stderr } = await run(args, folder.path)
      assert.equal(code, 2, args.join(' '))
      assert.match(stderr, /parley --help/)
    }
  })

  test('hands over to a newer Node when an old one starts it', async (t) => {
    // The test runner's own Node is first on the path; what the machine has comes after it.
    const found = spawnSync('which', ['-a', 'node'], { encoding: 'utf8' }).stdout.split('\n')
    const old = found.find((path) => {
      const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout ?? ''
      return /^v(18|20|22)\./.test(version)
    })
    if (old === undefined) {
      t.skip('this machine has no old Node')
      return
    }
    await using folder = await temporaryFolder()
    const { code, stdout } = await run(['migrate'], folder.path, {}, old)
    assert.equal(code, 0)
    assert.match(stdout, /applied 0001-foundation/)
  })
})
