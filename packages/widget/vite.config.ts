import preact from '@preact/preset-vite'
import { defineConfig, type Plugin } from 'vite'
import { oneWayCodec } from './one-way-codec.ts'

/** What loads later has no style sheet and no parts of its own to be fetched before it. */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) =>
    id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load()' : null,
}

// The app in its frame. The server gives the page its address, so its files have absolute ones.
export default defineConfig({
  plugins: [preact(), oneWayCodec(), plainImports],
  base: '/',
  build: {
    rolldownOptions: {
      input: 'frame.html',
      // What loads later is named apart from what the frame loads.
      output: { chunkFileNames: 'widget-assets/later-[hash].js' },
    },
    assetsDir: 'widget-assets',
    // Beside the loader, which was built before.
    emptyOutDir: false,
    target: 'es2022',
    // Only so new that no helper variables for colour schemes are added.
    cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
    modulePreload: false,
  },
})
