/** `last`: the last one alone. */
export type CompiledArguments = 'all' | 'last' | number;

/** Directives whose arguments nginx compiles for variables when it reads them. */
const compiled: Readonly<Record<string, CompiledArguments>> = {
  add_header: 1,
  add_trailer: 1,
  set: 1,
  return: 'last',
  rewrite: 1,
  root: 0,
  alias: 0,
  try_files: 'all',
  error_page: 'last',
  access_log: 0,
  proxy_pass: 0,
  proxy_set_header: 1,
  grpc_set_header: 1,
  fastcgi_pass: 0,
  uwsgi_pass: 0,
  fastcgi_param: 1,
  uwsgi_param: 1,
  scgi_param: 1,
  index: 'all',
  log_format: 'all',
  map: 0,
  split_clients: 0,
  limit_req_zone: 0,
  limit_conn_zone: 0,
  proxy_cache_key: 0,
  fastcgi_cache_key: 0,
};

/** Which arguments of a directive nginx compiles; `undefined`: none that we know of. */
export function compiledArguments(name: string): CompiledArguments | undefined {
  return Object.hasOwn(compiled, name) ? compiled[name] : undefined;
}

/** A `$` that neither `name` nor `{name}` follows. */
const FAULTY = /\$(?!\w|\{\w+\})/;

/** False where the arguments are sure to have no fault; `written` is their source, quotes, escapes and all. */
export function mayHaveVariableFault(written: string): boolean {
  return FAULTY.test(written);
}

/** The first argument with a `$` that names no variable, with the reason; else `undefined`. */
export function variableFault(
  which: CompiledArguments,
  args: readonly string[],
): { readonly index: number; readonly why: string } | undefined {
  const only = which === 'last' ? args.length - 1 : which;
  const index = args.findIndex((arg, i) => (which === 'all' || i === only) && FAULTY.test(arg));
  const why = faultOf(args[index] ?? '');
  return why === undefined ? undefined : { index, why };
}

/** As ngx_http_script_compile reads a value: no backslash protects a `$`. */
function faultOf(value: string): string | undefined {
  for (const [, brace, name = '', end] of value.matchAll(/\$(\{?)(\w*)(\}?)/g)) {
    if (brace === '{' && name !== '' && end === '') return `the "}" after "\${${name}" is missing`;
    if (name === '') return 'a "$" has to be followed by the name of a variable';
  }
  return undefined;
}
