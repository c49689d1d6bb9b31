/** A soft tune of some notes, made on the spot: no file to load. */
export function createChime() {
  let context: AudioContext | undefined
  return {
    /**
     * Plays the notes (in hertz), one after the other. Browsers keep a page silent until a person
     * has touched it.
     */
    play(notes: readonly number[], volume = 0.09): void {
      context ??= new AudioContext()
      if (context.state === 'suspended') context.resume().catch(() => {})
      const start = context.currentTime
      for (const [index, frequency] of notes.entries()) {
        const at = start + index * 0.11
        const tone = context.createOscillator()
        const gain = context.createGain()
        tone.frequency.value = frequency
        gain.gain.setValueAtTime(0, at)
        gain.gain.linearRampToValueAtTime(volume, at + 0.015)
        gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.45)
        tone.connect(gain).connect(context.destination)
        tone.start(at)
        tone.stop(at + 0.5)
      }
    },
  }
}
