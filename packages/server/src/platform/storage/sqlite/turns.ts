type Step = () => void

/**
 * Keeps steps on the same thing in the order in which they came, also when one of them has to wait
 * for something. As long as none waits, a step runs at once.
 */
export function createTurns() {
  const waiting = new Map<string, Step[]>()

  /** Runs what waited; the first that occupies the thing anew has the rest wait behind it. */
  function go(key: string, steps: Step[]): void {
    for (const [index, step] of steps.entries()) {
      const behind = waiting.get(key)
      if (behind !== undefined) {
        behind.push(...steps.slice(index))
        return
      }
      step()
    }
  }

  return {
    /** Runs the step at once, or in its turn. */
    take<Result>(key: string, step: () => Result | Promise<Result>): Promise<Result> {
      const steps = waiting.get(key)
      if (steps === undefined) {
        try {
          return Promise.resolve(step())
        } catch (error) {
          return Promise.reject(error)
        }
      }
      return new Promise<Result>((resolve, reject) => {
        steps.push(() => {
          try {
            resolve(step())
          } catch (error) {
            reject(error)
          }
        })
      })
    },

    /** Called by a step: lets the steps behind it wait until `work` is done and `then` has run. */
    occupy<Value, Result>(
      key: string,
      work: Promise<Value>,
      then: (value: Value) => Result | Promise<Result>,
    ): Promise<Result> {
      const steps: Step[] = []
      waiting.set(key, steps)
      return new Promise<Result>((resolve, reject) => {
        const leave = (last: Step) => {
          waiting.delete(key)
          last()
          go(key, steps)
        }
        work.then(
          (value) =>
            leave(() => {
              try {
                resolve(then(value))
              } catch (error) {
                reject(error)
              }
            }),
          (error) => leave(() => reject(error)),
        )
      })
    },
  }
}

export type Turns = ReturnType<typeof createTurns>
