import {expect, it} from 'vitest';
import {compareCriteria, seriesStyles} from './seriesStyles.ts';
import {DARK, DEPTH, OKABE_ITO} from './theme.ts';

const labeled = (...labels: string[]) => labels.map(label => ({label, criterion: label}));

it('gives a criterion the same look in every figure', () => {
  const few = seriesStyles(labeled('taylor', 'random'));
  const many = seriesStyles(labeled('my-own', 'random', 'obd', 'taylor'));
  expect(few.get('taylor')).toEqual(many.get('taylor'));
});

it('gives no two of a dozen series the same color and dash', () => {
  const criteria = ['taylor', 'obd', 'weight', 'activation', 'activation-std', 'apoz', 'mutual-information', 'random'];
  const swept = ['taylor, lr=1', 'taylor, lr=2'].map(label => ({label, criterion: 'taylor'}));
  const styles = [...seriesStyles([...labeled(...criteria, 'plugin-a', 'plugin-b'), ...swept]).values()];
  expect(new Set(styles.map(({color, dash}) => `${color} ${dash}`)).size).toBe(styles.length);
});

it('orders Taylor first, plugins by name, random last', () => {
  expect(['random', 'zeta', 'weight', 'alpha', 'taylor'].sort(compareCriteria)).toEqual([
    'taylor',
    'weight',
    'alpha',
    'zeta',
    'random'
  ]);
});

it('knows what every color becomes on a dark page', () => {
  expect([...Object.values(OKABE_ITO), ...DEPTH].filter(color => !DARK.has(color))).toEqual([]);
});
