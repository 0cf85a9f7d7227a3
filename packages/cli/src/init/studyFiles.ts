/** What a new study is called, and what it is made with. */
export interface StudyOptions {
  readonly name: string;
  /** Of the espalier packages. */
  readonly version: string;
}

/** The files of a new study, by their paths below its folder. It runs in a minute, and every part is there to be changed. */
export function studyFiles({name, version}: StudyOptions): Readonly<Record<string, string>> {
  const manifest = {
    name,
    private: true,
    type: 'module',
    engines: {node: '>=20'},
    dependencies: {'@espalier/cli': `^${version}`, '@espalier/core': `^${version}`}
  };
  return {
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    // Espalier makes its native engine by itself; a package that it takes the source from would download another one.
    '.npmrc': 'ignore-scripts=true\n',
    '.gitignore': 'node_modules/\nruns/\n',
    'study.yaml': STUDY,
    'criteria/taylorSquare.ts': CRITERION,
    'README.md': `# ${name}\n${README}`
  };
}

const STUDY = `# Does it matter that Taylor scores are averaged over examples by their size, and not by their square?
# Plan it with:  npx espalier sweep study.yaml -n
# Do it with:    npx espalier sweep study.yaml
dataset: {name: digits, train: 400, validation: 100, test: 200}
model: {zoo: lenet}
train: {epochs: 3, lr: 0.02}
prune: {unitsPerStep: 6, updates: 5, lr: 0.005, until: {flops: 0.3}}
oracle: {examples: 100}
plugins: [./criteria/taylorSquare.ts]
seeds: [0, 1, 2]
sweep: {prune.criterion: [taylor, taylor-square, random]}
`;

const CRITERION = `import {defineCriterion} from '@espalier/core';

/** Taylor's estimate of what a unit does to the loss, squared: examples to which it matters much count for more. */
export const taylorSquare = defineCriterion({
  name: 'taylor-square',
  needs: ['gateGradient'],
  // [examples, units] → [examples, units]; the mean over examples comes after.
  perExample: ({gateGradient, positions}) => gateGradient.div(positions).square()
});
`;

const README = `
A study with [Espalier](https://www.npmjs.com/package/@espalier/cli): its question is on top of \`study.yaml\`, its criterion in
\`criteria/\`.

\`\`\`sh
npm install
npx espalier sweep study.yaml
npx espalier report
\`\`\`

\`npx espalier doctor\` says which tensor engine runs, and \`npx espalier doctor --install\` makes the fast one.
\`npx espalier criteria --plugin criteria/taylorSquare.ts --check\` holds the criterion against what all of them must fulfil.
`;
