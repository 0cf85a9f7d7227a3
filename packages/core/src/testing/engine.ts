import {startEngine} from '@espalier/backend';

/** For `beforeAll`: tests run on the engine that users get. */
export async function startTestEngine(): Promise<void> {
  await startEngine({onNotice: () => undefined});
}
