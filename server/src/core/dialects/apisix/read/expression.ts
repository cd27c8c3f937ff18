import type { StatusSet } from '../../../model/header-op.ts';
import { allOf, anyOf, not, type Ternary } from '../../../routes/ternary.ts';
import { isTriable } from '../../../routes/re2.ts';
import { itemsOf, type YamlNode, type YamlScalar } from '../../../syntax/yaml/node.ts';

/**
 * The conditions of APISIX (`vars`, `_meta.filter`, `exprs`): a list of triples that all hold, or lists of such lists behind
 * `AND`, `OR`, `!AND`, `!OR`. Source: lua-resty-expr, lib/resty/expr/v1.lua.
 */

/** What a variable of nginx is; `undefined` where it cannot be told, an absent one has no text. */
export type Variables = (name: string) => { readonly text: string | undefined } | undefined;

export function holds(node: YamlNode | undefined, variables: Variables): Ternary {
  if (node === undefined) return true;
  if (node.kind !== 'seq') return undefined;
  const [first, ...rest] = node.items;
  const word = first?.kind === 'scalar' ? first.text.toUpperCase() : undefined;
  switch (word) {
    case 'OR':
      return anyOf(rest.map((each) => holds(each, variables)));
    case 'AND':
      return allOf(rest.map((each) => holds(each, variables)));
    case '!OR':
      return not(anyOf(rest.map((each) => holds(each, variables))));
    case '!AND':
      return not(allOf(rest.map((each) => holds(each, variables))));
    case undefined:
      return allOf(node.items.map((each) => holds(each, variables)));
    default:
      return tripleHolds(node.items, variables);
  }
}

function tripleHolds(items: readonly YamlNode[], variables: Variables): Ternary {
  const [name, second, ...rest] = items;
  if (name?.kind !== 'scalar' || second?.kind !== 'scalar') return undefined;
  const isNegated = second.text === '!' && rest.length === 2;
  const operator = isNegated ? rest[0] : second;
  const operand = isNegated ? rest[1] : rest[0];
  if (operator?.kind !== 'scalar' || operand === undefined) return undefined;
  const variable = variables(name.text);
  if (variable === undefined) return undefined;
  const answer = compareTexts(variable.text, operator.text.toLowerCase(), operand);
  return isNegated ? not(answer) : answer;
}

/** One comparison; an absent variable has no text. */
export function compareTexts(text: string | undefined, operator: string, operand: YamlNode): Ternary {
  if (operator === 'in') return itemsOf(operand).some((each) => each.kind === 'scalar' && equals(text, each));
  if (operand.kind !== 'scalar' || operand.isNull || operand.text.includes('${{')) return undefined;
  const [left, right] = [Number(text), Number(operand.text)];
  switch (operator) {
    case '==':
      return equals(text, operand);
    case '~=':
      return !equals(text, operand);
    case '>':
      return text !== undefined && left > right;
    case '<':
      return text !== undefined && left < right;
    case '>=':
      return text !== undefined && left >= right;
    case '<=':
      return text !== undefined && left <= right;
    case '~~':
      return text === undefined ? false : finds(operand.text, text, '');
    case '~*':
      return text === undefined ? false : finds(operand.text, text, 'i');
    default:
      return undefined;
  }
}

function equals(text: string | undefined, operand: YamlScalar): boolean {
  if (text === undefined) return false;
  const isNumber = operand.style === 'plain' && /^[-+]?\d+(\.\d+)?$/.test(operand.text);
  return isNumber && text !== '' ? Number(text) === Number(operand.text) : text === operand.text;
}

/** PCRE where it means the same to JavaScript. */
export function finds(source: string, text: string, flags: string): Ternary {
  if (!isTriable(text) || /\(\?|[*+?}]\+|\\[AzZGKQE]|\[\[:/.test(source)) return undefined;
  try {
    return new RegExp(source, flags).test(text);
  } catch {
    return undefined;
  }
}

/** The variables that a condition asks. */
export function variablesIn(node: YamlNode | undefined): readonly string[] {
  if (node?.kind !== 'seq') return [];
  const [first] = node.items;
  if (first?.kind !== 'scalar') return node.items.flatMap(variablesIn);
  if (/^!?(?:and|or)$/i.test(first.text)) return node.items.slice(1).flatMap(variablesIn);
  return [first.text];
}

/** The statuses for which a condition may hold; `undefined` where it does not ask for them. */
export function statusesOf(node: YamlNode | undefined): StatusSet | undefined {
  if (!variablesIn(node).includes('status')) return undefined;
  const found: [number, number][] = [];
  for (let status = 100; status < 600; status++) {
    const known: Variables = (name) => (name === 'status' ? { text: String(status) } : undefined);
    if (holds(node, known) === false) continue;
    const last = found.at(-1);
    if (last?.[1] === status - 1) last[1] = status;
    else found.push([status, status]);
  }
  return found;
}
