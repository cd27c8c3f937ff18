import type { HeaderOp } from '../../../model/header-op.ts';
import { at, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { Plugin } from '../read/plugins.ts';
import { opaqueOp } from './opaque.ts';

/** A header that Lua sets to a fixed text: `ngx.header["X"] = "v"`, `ngx.header.x_y = "v"`, `set_header("X", "v")`. */
const SETTING =
  /(?:\.header\s*\[\s*(["'])([\w-]+)\1\s*\]\s*=\s*|\.header\.(\w+)\s*=\s*|\.set_header\s*\(\s*(["'])([\w-]+)\4\s*,\s*)(["'])((?:(?!\6)[^\\\n])*)\6/g;

/** The functions of serverless-pre-function and serverless-post-function. */
export function serverlessOps({ document, config, nameNode }: Plugin): readonly HeaderOp[] {
  const phase = textOf(at(config, 'phase')) ?? 'access';
  const functions = itemsOf(at(config, 'functions'));
  const place = document.place(nameNode.at);
  if (functions.length === 0) return [opaqueOp('serverless function', place)];
  return functions.flatMap((node) => functionOps(document, node, phase));
}

function functionOps(document: YamlDocument, node: YamlNode, phase: string): readonly HeaderOp[] {
  const lua = (textOf(node) ?? '').replace(/--[^\n]*/g, '');
  const place = document.place(node.at);
  if (!/header|response|resp\b|require|loadstring/.test(lua) || phase === 'log' || phase === 'balancer')
    return [];
  const found = [...lua.matchAll(SETTING)];
  // What Lua decides, and what it sets before the service answers, is not followed.
  const isPlain = phase === 'header_filter' && !/\b(?:if|for|while|pcall|elseif)\b/.test(lua);
  const rest = lua.replace(SETTING, '');
  const isKnown = !/\.header\b|_header\b|more_|\.headers\b/.test(
    rest.replace(/\bget_headers?\b|request\.header/g, ''),
  );
  if (!isPlain || !isKnown) return lua.includes('header') ? [opaqueOp('serverless function', place)] : [];
  return found.map((match): HeaderOp => {
    const name = match[2] ?? match[5] ?? (match[3] ?? '').replaceAll('_', '-');
    return {
      kind: 'set',
      name: { text: name.toLowerCase(), prefix: false },
      spelling: name,
      value: { kind: 'literal', text: match[7] ?? '', at: place },
      whenEmpty: 'skip',
      reach: {},
      nameAt: place,
      statement: place,
      edits: {},
    };
  });
}
