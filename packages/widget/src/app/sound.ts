const MUTED_KEY = 'parley.muted'

/** A soft two-note chime, made on the spot: no file to load. */
export function createChime() {
  let context: AudioContext | undefined
  return {
    get isMuted(): boolean {
      try {
        return localStorage.getItem(MUTED_KEY) === '1'
      } catch {
        return false
      }
    },
    setMuted(isMuted: boolean): void {
      try {
        if (isMuted) localStorage.setItem(MUTED_KEY, '1')
        else localStorage.removeItem(MUTED_KEY)
      } catch {
        // Blocked: sounds stay as they are.
      }
    },
    play(): void {
      if (this.isMuted) return
      context ??= new AudioContext()
      // Browsers keep a page silent until it was touched.
      if (context.state === 'suspended') void context.resume().catch(() => {})
      const start = context.currentTime
      for (const [index, frequency] of [659.25, 880].entries()) {
        const at = start + index * 0.11
        const tone = context.createOscillator()
        const volume = context.createGain()
        tone.frequency.value = frequency
        volume.gain.setValueAtTime(0, at)
        volume.gain.linearRampToValueAtTime(0.09, at + 0.015)
        volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.45)
        tone.connect(volume).connect(context.destination)
        tone.start(at)
        tone.stop(at + 0.5)
      }
    },
  }
}
