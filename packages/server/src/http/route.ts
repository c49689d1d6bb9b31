import { Refusal } from '@parley/protocol'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { EngineChain } from '../assistant/engine-chain/index.ts'
import type { AssistantRoom } from '../assistant/index.ts'
import type { Privacy } from '../assistant/privacy/index.ts'
import type { Channels, Signatures } from '../channels/index.ts'
import type { Knowledge } from '../knowledge/index.ts'
import type { Action, PeoplePorts, SignedIn, Throttle } from '../people/index.ts'
import type { Learning, Routing, Studies } from '../routing/index.ts'

/** What the routes work with. */
export interface ApiPorts {
  people: PeoplePorts & { throttle: Throttle }
  channels: Channels
  signatures: Signatures
  privacy: Privacy
  knowledge: Knowledge
  assistant: AssistantRoom
  engines: EngineChain
  routing: Routing
  learning: Learning
  studies: Studies
  /** Where people reach this deployment, without a slash at the end. */
  publicUrl: () => string
}

/** One request, checked: its body fits the schema, and who asks may do so. */
export interface ApiRequest<Body> {
  body: Body
  /** Named parts of the path. */
  params: Record<string, string>
  /** What stands behind the question mark; of a name that comes twice, the first. */
  query: Record<string, string>
  /** The client's address. */
  address: string
  cookies: { set(token: string): void; clear(): void }
}

/**
 * One route of the REST API, with all that it takes to check, document and serve it. A route with
 * an `action` is for signed-in agents whose role may; the policy decides, in one place.
 */
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  summary: string
  action: Action | undefined
  /** Names that may stand behind the question mark. */
  query: readonly string[]
  body: TSchema | undefined
  /** Whether the body is a file's bytes, as `application/octet-stream`. */
  isUpload: boolean
  /** Largest body in bytes, where it is not that of all routes. */
  bytesMax: number | undefined
  response: TSchema | undefined
  handle(
    ports: ApiPorts,
    request: ApiRequest<unknown>,
    signedIn: SignedIn | undefined,
  ): Promise<unknown>
}

interface RouteParts<Body extends TSchema> {
  method: Route['method']
  path: string
  summary: string
  query?: readonly string[]
  body?: Body
  bytesMax?: number
  /** What it answers with; none answers 204. */
  response?: TSchema
}

/** A route for everybody. */
export function publicRoute<Body extends TSchema>(
  route: RouteParts<Body> & {
    handle(ports: ApiPorts, request: ApiRequest<Static<Body>>): Promise<unknown>
  },
): Route {
  return {
    ...route,
    action: undefined,
    query: route.query ?? [],
    body: route.body,
    isUpload: false,
    bytesMax: route.bytesMax,
    response: route.response,
    handle: (ports, request) => route.handle(ports, request as ApiRequest<Static<Body>>),
  }
}

/** A route for signed-in agents whose role may carry out the action. */
export function agentRoute<Body extends TSchema>(
  route: RouteParts<Body> & {
    action: Action
    handle(ports: ApiPorts, request: ApiRequest<Static<Body>>, signedIn: SignedIn): Promise<unknown>
  },
): Route {
  return {
    ...route,
    query: route.query ?? [],
    body: route.body,
    isUpload: false,
    bytesMax: route.bytesMax,
    response: route.response,
    handle(ports, request, signedIn) {
      if (signedIn === undefined) throw new Refusal('not_signed_in', 'Sign in first.')
      return route.handle(ports, request as ApiRequest<Static<Body>>, signedIn)
    },
  }
}

/** A route for signed-in agents that takes a file's bytes. */
export function uploadRoute(
  route: Omit<RouteParts<never>, 'body'> & {
    action: Action
    bytesMax: number
    handle(ports: ApiPorts, request: ApiRequest<Uint8Array>, signedIn: SignedIn): Promise<unknown>
  },
): Route {
  return {
    ...route,
    query: route.query ?? [],
    body: undefined,
    isUpload: true,
    response: route.response,
    handle(ports, request, signedIn) {
      if (signedIn === undefined) throw new Refusal('not_signed_in', 'Sign in first.')
      const { body } = request
      if (!(body instanceof Uint8Array) || body.length === 0) {
        throw new Refusal('bad_input', 'Send the file’s bytes as application/octet-stream.')
      }
      return route.handle(ports, { ...request, body }, signedIn)
    },
  }
}

/**
 * What stands behind the question mark, checked.
 *
 * @throws {Refusal} `bad_input`
 */
export function queryOf<Schema extends TSchema>(
  schema: Schema,
  request: ApiRequest<unknown>,
): Static<Schema> {
  const { query } = request
  if (Value.Check(schema, query)) return query
  const [first] = Value.Errors(schema, query)
  throw new Refusal('bad_input', `querystring${first?.instancePath ?? ''} ${first?.message ?? ''}`)
}

/** A named part of the path; the router has made sure that it is there. */
export function param(request: ApiRequest<unknown>, name: string): string {
  return request.params[name] ?? ''
}
