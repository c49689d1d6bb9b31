import { Refusal } from '@parley/protocol'
import {
  RoutingModelChange,
  RoutingModelState,
  RoutingTarget,
} from '@parley/protocol/rest/routing-model'
import { Value } from 'typebox/value'
import { MODEL_BYTES_MAX } from '../routing/index.ts'
import { agentRoute, param, type Route, uploadRoute } from './route.ts'

const path = '/api/routing/model'

/** What routing has learnt, and how it learns. */
export const routingModelRoutes: readonly Route[] = [
  agentRoute({
    method: 'GET',
    path,
    summary: 'What is live and why, how well it predicts, and the last trainings',
    action: 'routing.read',
    response: RoutingModelState,
    handle: ({ learning }, _request, { workspace }) => learning.state(workspace.id),
  }),
  agentRoute({
    method: 'PATCH',
    path,
    summary: 'Change which rung may be live, and when it trains',
    action: 'routing.change',
    body: RoutingModelChange,
    response: RoutingModelState,
    handle: ({ learning }, { body }, { workspace }) => learning.change(workspace.id, body),
  }),
  agentRoute({
    method: 'POST',
    path: `${path}/train`,
    summary: 'Train now; a training that runs goes on',
    action: 'routing.change',
    response: RoutingModelState,
    handle: ({ learning }, _request, { workspace }) => learning.train(workspace.id),
  }),
  agentRoute({
    method: 'DELETE',
    path: `${path}/train`,
    summary: 'End the training that runs',
    action: 'routing.change',
    response: RoutingModelState,
    handle: ({ learning }, _request, { workspace }) => learning.cancel(workspace.id),
  }),
  uploadRoute({
    method: 'POST',
    path: `${path}/external/:target`,
    summary: 'Bring a model that XGBoost saved; `target` is first_reply or handle',
    action: 'routing.change',
    bytesMax: MODEL_BYTES_MAX,
    response: RoutingModelState,
    handle({ learning }, request, { workspace }) {
      const target = param(request, 'target')
      if (!Value.Check(RoutingTarget, target)) {
        throw new Refusal('not_found', 'A model predicts first_reply or handle.')
      }
      return learning.bring(workspace.id, target, request.body)
    },
  }),
  agentRoute({
    method: 'DELETE',
    path: `${path}/external`,
    summary: 'Forget the models that were brought',
    action: 'routing.change',
    response: RoutingModelState,
    handle: ({ learning }, _request, { workspace }) => learning.dropExternal(workspace.id),
  }),
]
