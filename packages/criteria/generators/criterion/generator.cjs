// Plain JavaScript, so that the generator runs on a checkout that has never been built.
const {formatFiles, generateFiles, names, readProjectConfiguration} = require('@nx/devkit');
const {join} = require('node:path');

const FORMULA = 'mean over examples and positions of z²';
const SOURCE = 'ours';

/** Writes the criterion `name`, its test, its line in registered.ts and its row in README.md. */
module.exports = async function criterionGenerator(tree, {name}) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new Error(`Expected the name to be lower-case words joined by hyphens, got ${JSON.stringify(name)}.`);
  }
  const root = projectRoot(tree);
  const identifier = names(name).propertyName;
  const file = join(root, 'src', `${identifier}.ts`);
  if (tree.exists(file))
    throw new Error(`Expected criterion "${name}" to be new, got one in ${file}. Nothing was changed.`);
  addLine(
    tree,
    join(root, 'src/registered.ts'),
    /^export \{(\w+)\}/,
    `export {${identifier}} from './${identifier}.ts';`
  );
  addLine(tree, join(root, 'README.md'), /^\| `([^`]+)`/, `| \`${name}\` | ${FORMULA} | \`featureMap\` | ${SOURCE} |`);
  generateFiles(tree, join(__dirname, 'files'), join(root, 'src'), {
    name,
    identifier,
    formula: FORMULA,
    source: SOURCE
  });
  await formatFiles(tree);
};

function projectRoot(tree) {
  return readProjectConfiguration(tree, '@espalier/criteria').root;
}

/** Adds `line` to the block of lines that match `pattern`, at its place by what the pattern's parentheses hold. */
function addLine(tree, path, pattern, line) {
  const key = candidate => pattern.exec(candidate)?.[1];
  const lines = tree.read(path, 'utf-8').split('\n');
  const block = lines.filter(candidate => key(candidate) !== undefined);
  if (block.length === 0) throw new Error(`Expected ${path} to have lines like ${pattern}, got none.`);
  const next = block.find(candidate => key(candidate) > key(line));
  const index = next === undefined ? lines.indexOf(block.at(-1)) + 1 : lines.indexOf(next);
  lines.splice(index, 0, line);
  tree.write(path, lines.join('\n'));
}
