import type {Law} from './law.ts';
import {scoreBy} from './scoreBy.ts';

export const needsAreRead: Law = {
  law: 'what `needs` lists is read, and nothing else can be',
  check: async criterion => {
    await scoreBy(criterion);
    for (const need of criterion.needs) {
      const needs = criterion.needs.filter(other => other !== need);
      const refused = await scoreBy({...criterion, needs}).then(
        () => false,
        (error: unknown) => error instanceof Error && error.message.includes(`read \`${need}\``)
      );
      if (refused) continue;
      throw new Error(
        `Expected criterion "${criterion.name}" to read \`${need}\`, which it lists in \`needs\`; it does not.`
      );
    }
  }
};
