import { ErrorBody } from '@parley/protocol/rest'
import type { Route } from './route.ts'

/** The API's description (OpenAPI 3.1), made from the same table that serves it. */
export function openApi(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version,
      description:
        'Requests other than GET are refused from pages of other origins. Times are epoch milliseconds.',
    },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'parley_session' },
      },
      schemas: { ErrorBody },
    },
  }
}

/** A file, as it is. */
const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }

function operation({ path, summary, action, query, body, isUpload, response }: Route): object {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
  const json = (schema: unknown) => ({ content: { 'application/json': { schema } } })
  return {
    summary,
    ...(action === undefined ? {} : { security: [{ session: [] }] }),
    parameters: [
      ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...query.map((name) => ({ name, in: 'query', required: false, schema: { type: 'string' } })),
    ],
    ...(body === undefined ? {} : { requestBody: { required: true, ...json(body) } }),
    ...(isUpload ? { requestBody: { required: true, content: bytes } } : {}),
    responses: {
      ...(response === undefined
        ? { 204: { description: 'Done.' } }
        : { 200: { description: 'The answer.', ...json(response) } }),
      default: {
        description: 'A refusal; it changed nothing.',
        ...json({ $ref: '#/components/schemas/ErrorBody' }),
      },
    },
  }
}
