import { useNavigate } from '@tanstack/react-router'
import { useLive } from '../connection/LiveContext.tsx'
import { reportError } from '../ui/report.ts'

/**
 * Answers an offer and goes to what was accepted. Resolves with whether the answer came through; if
 * not, it was reported.
 */
export function useAnswerOffer(): (
  conversationId: string,
  isAccepted: boolean,
) => Promise<boolean> {
  const { offers } = useLive()
  const navigate = useNavigate()
  return async (conversationId, isAccepted) => {
    try {
      const isInTime = await offers.respond(conversationId, isAccepted)
      if (isAccepted && isInTime) {
        await navigate({
          to: '/inbox/$view/$conversationId',
          params: { view: 'mine', conversationId },
        })
      }
      return true
    } catch (error) {
      reportError(error)
      return false
    }
  }
}
