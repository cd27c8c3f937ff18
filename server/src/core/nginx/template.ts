import type { NginxTree } from '../syntax/nginx/tree.ts';

/** Whether the file is a template of which too little is certain for its directives to be judged one by one. */
export function isUnsound({ template }: NginxTree): boolean {
  return template?.sound === false;
}
