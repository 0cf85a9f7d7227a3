import {expect, it} from 'vitest';
import {resumeCommand} from './resumeCommand.ts';

it('can be pasted into a shell', () => {
  expect(resumeCommand(['sweep', 'a b.yaml', 'prune.updates=5', "x=it's"])).toBe(
    `espalier sweep 'a b.yaml' prune.updates=5 'x=it'\\''s'`
  );
});
