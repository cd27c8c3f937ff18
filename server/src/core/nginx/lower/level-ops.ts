import type { HeaderOp } from '../../model/header-op.ts';
import { inForce, type NginxLevel } from './level.ts';

/**
 * All header instructions of a level in the order in which nginx carries them out: the modules whose filters run first,
 * then `expires`, then `add_header` (ngx_http_headers_filter sets the former before the latter).
 */
export function levelOps(level: NginxLevel, expires: readonly HeaderOp[] = []): readonly HeaderOp[] {
  return [...level.early, ...expires, ...inForce(level).ops];
}
