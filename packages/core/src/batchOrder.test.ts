import {describe, expect, it} from 'vitest';
import {createBatchOrder} from './batchOrder.ts';

describe('createBatchOrder', () => {
  it('visits every example once an epoch, in another order each time, and can start anywhere', () => {
    const order = createBatchOrder(10, 4, 3);
    const epoch = (n: number) => [0, 1, 2].flatMap(i => [...order.indices(3 * n + i)]);
    expect(order.updatesPerEpoch).toBe(3);
    expect([...epoch(0)].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(epoch(0)).not.toEqual(epoch(1));
    expect(createBatchOrder(10, 4, 3).indices(5)).toEqual(order.indices(5));
  });
});
