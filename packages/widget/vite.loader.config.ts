import { defineConfig } from 'vite'

// The loader: one small classic script, so that a snippet from any year can carry it.
export default defineConfig({
  build: {
    lib: { entry: 'src/loader/loader.ts', formats: ['iife'], name: 'ParleyLoader' },
    rolldownOptions: { output: { entryFileNames: 'parley.js' } },
    target: 'es2022',
    emptyOutDir: true,
  },
})
