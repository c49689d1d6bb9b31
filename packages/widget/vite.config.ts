import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'
import { oneWayCodec } from './one-way-codec.ts'

// The app in its frame. The server gives the page its address, so its files have absolute ones.
export default defineConfig({
  plugins: [preact(), oneWayCodec()],
  base: '/',
  build: {
    rolldownOptions: { input: 'frame.html' },
    assetsDir: 'widget-assets',
    // Beside the loader, which was built before.
    emptyOutDir: false,
    target: 'es2022',
    // Only so new that no helper variables for colour schemes are added.
    cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
    modulePreload: { polyfill: false },
  },
})
