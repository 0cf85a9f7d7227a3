// nsfwjs ships its models as scripts for browsers. They are parsed, never run.
import ts from 'typescript';

/**
 * The files of a layers model from scripts that export them: `model.min.js` an object, each `NAME.min.js` a shard as
 * base64 text.
 *
 * @param {Map<string, Buffer>} scripts
 * @returns {Map<string, Buffer>}
 */
export function unbundle(scripts) {
  const files = new Map();
  for (const [script, text] of scripts) {
    const name = script.replace(/\.min\.js$/, '');
    const value = exportedLiteral(text.toString('utf8'), script);
    if (name === 'model') files.set('model.json', Buffer.from(`${JSON.stringify(value)}\n`));
    else files.set(name, Buffer.from(value, 'base64'));
  }
  return files;
}

/** What a script assigns to `….exports`, which must be a literal. */
function exportedLiteral(text, script) {
  const source = ts.createSourceFile(script, text, ts.ScriptTarget.Latest);
  const found = [];
  const visit = node => {
    const isAssignment = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    const target = isAssignment && ts.isPropertyAccessExpression(node.left) && node.left.name.text === 'exports';
    if (target && (ts.isObjectLiteralExpression(node.right) || ts.isStringLiteralLike(node.right))) {
      found.push(node.right);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (found.length !== 1) throw new Error(`Expected ${script} to export one literal, got ${found.length}.`);
  return literal(found[0], script);
}

function literal(node, script) {
  if (ts.isObjectLiteralExpression(node)) {
    return Object.fromEntries(node.properties.map(one => [one.name.text, literal(one.initializer, script)]));
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(element => literal(element, script));
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isPrefixUnaryExpression(node)) {
    const value = literal(node.operand, script);
    if (node.operator === ts.SyntaxKind.MinusToken) return -value;
    if (node.operator === ts.SyntaxKind.ExclamationToken) return !value;
  }
  throw new Error(`Expected ${script} to hold literals alone, got ${ts.SyntaxKind[node.kind]}.`);
}
