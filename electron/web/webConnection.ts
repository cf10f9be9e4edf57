import type { Context } from '@orpc/server'
import type { FastifyRequest } from 'fastify'
import type { Closable } from './sessions.ts'

/** One tab: the services' connection fits it. */
export type WebConnection = Closable & {
  readonly context: Context
  /** undefined while the window is locked. */
  readonly session: object | undefined
}

/** Who is asking: the connection of the bearer token, undefined where there is none. */
export type Guard = (request: FastifyRequest) => WebConnection | undefined
