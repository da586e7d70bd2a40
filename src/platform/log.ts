import pino, { type DestinationStream, type Logger } from 'pino'
import type { Config } from './config.ts'

/** Fields that never reach a log, at the top of an entry or one or two levels below. */
const SECRET_FIELDS = [
  ...['password', 'token', 'cookie', 'authorization', 'secret'],
  ...['name', 'identityNo', 'phone', 'email', 'address', 'remark', 'sealed'],
]

/** JSON lines on the error output, so that a command's own output stays its own. */
export function openLog(
  { logLevel }: Pick<Config, 'logLevel'>,
  destination: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Logger {
  return pino(
    {
      level: logLevel,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '（已隐去）' },
      serializers: { err: describeError, req: describeRequest },
    },
    destination,
  )
}

/**
 * A request without its address: people search for names and numbers, and these stand there. The route says which operation it
 * was, the trace id (`reqId`) which request.
 */
function describeRequest(request: {
  readonly method?: string
  readonly routeOptions?: { readonly url?: string }
}): unknown {
  return { method: request.method, route: request.routeOptions?.url }
}

/**
 * An error without the values it speaks of: PostgreSQL quotes them in its message and DETAIL ("invalid input syntax for type
 * date: …"), so of a database error only its code and place are told.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code, table, column, constraint, routine, severity } = error as unknown as Partial<Record<string, string>>
  const frames = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  if (severity !== undefined)
    return { type: 'DatabaseError', code, table, column, constraint, routine, stack: frames, ...cause }
  return { type: error.name, code, message: error.message, stack: frames, ...cause }
}
