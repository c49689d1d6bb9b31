import { builtinModules } from 'node:module'
import { resolve } from 'node:path'
import { build, type Plugin } from 'rolldown'

/** Gives each worker thread's module a file of its own, and its place to whoever starts it. */
const workerThreads: Plugin = {
  name: 'worker-threads',
  transform: {
    filter: { code: 'new Worker(' },
    handler(code, importer) {
      return code.replace(
        /new URL\('(\.\/[\w-]+\.ts)', import\.meta\.url\)/g,
        (_, path: string) => {
          const id = resolve(importer, '..', path)
          const file = this.emitFile({ type: 'chunk', id })
          return `new URL(import.meta.ROLLUP_FILE_URL_${file})`
        },
      )
    },
  },
}

/**
 * The server in some files instead of very many: finding and reading a module costs more than
 * running it, so a start takes a third of the time. They lie beside `src`, so that paths relative to
 * either lead to the same places.
 */
await build({
  cwd: import.meta.dirname,
  input: 'src/main.ts',
  platform: 'node',
  // With native parts, or only for rare documents.
  external: [...builtinModules, /^node:/, 'sharp', 'unpdf'],
  plugins: [workerThreads],
  output: {
    dir: 'dist',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    cleanDir: true,
  },
})
